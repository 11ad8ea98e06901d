import { invalidArgument, notJson, unknownEntitySet, wrongLiteral } from '../errors.js';
import { missing } from '../not-implemented.js';
import { parseResourcePath } from '../odata/resource-path.js';
import { requireTarget, resolveKey } from '../operations/target.js';
import type { Navigation } from '../schema/table.js';
import type { Tables } from '../schema/tables.js';
import type { RowStore } from '../store/row-store.js';
import type { Reference } from '../store/row.js';

/**
 * Finds the row of a binding such as `/accounts(<guid>)`, `accounts(cw_key='...')` or an absolute URL:
 * webapi/create-entity-web-api, "Associate table rows on create".
 */
export function bind(
  store: RowStore,
  tables: Tables,
  { column, target }: Navigation,
  link: unknown,
): Reference {
  if (typeof link !== 'string') throw wrongLiteral(link, 'String');
  if (link.startsWith('$')) throw missing('contentId', link);
  const [{ name, key } = { name: '', key: undefined }, ...rest] = parseResourcePath(belowRoot(link));
  const table = tables.withEntitySet(name);
  if (!table) throw unknownEntitySet(name);
  if (!key || rest.length > 0) throw notJson(`the binding of '${column.name}' names no row`);
  if (table.name !== target)
    throw invalidArgument(
      `'${column.name}' cannot be bound to '${table.name}' by this navigation property; it takes '${target}'.`,
    );
  const row = requireTarget(store, table, resolveKey(table, key));
  return { table: table.name, id: row.id };
}

function belowRoot(link: string): string {
  const path = link.replace(/^(?:https?:\/\/[^/]+)?(?:\/api\/data\/v9\.\d+)?\//i, '');
  try {
    return decodeURIComponent(path);
  } catch {
    throw notJson(`the binding '${link}' is not a valid URL`);
  }
}
