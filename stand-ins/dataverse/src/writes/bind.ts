import { contentIdUnknown, invalidArgument, notJson, unknownEntitySet, wrongLiteral } from '../errors.js';
import { parseResourcePath } from '../odata/resource-path.js';
import type { Context } from '../operations/request.js';
import { requireTarget, resolveKey, type Target } from '../operations/target.js';
import type { Table } from '../schema/table.js';
import type { Reference, Row } from '../store/row.js';

/**
 * Finds the row of a link such as `/accounts(<guid>)`, `accounts(cw_key='...')`, an absolute URL, or in a change set `$1`:
 * webapi/create-entity-web-api, "Associate table rows on create".
 */
export function bind(context: Context, property: string, target: string, link: unknown): Reference {
  const table = context.tables.named(target);
  if (!table) throw invalidArgument(`'${property}' refers to a table that is not here.`);
  return { table: target, id: bindRow(context, property, table, link).id };
}

/** The row itself. Throws a DataverseError when there is none, or when it is of another table than asked for. */
export function bindRow(context: Context, property: string, table: Table, link: unknown): Row {
  return requireTarget(context.store, table, linkedTarget(context, property, table, link));
}

/** What a link points at, whether that exists or not. Throws a DataverseError when it is of another table than asked for. */
export function linkedTarget(context: Context, property: string, wanted: Table, link: unknown): Target {
  if (typeof link !== 'string') throw wrongLiteral(link, 'String');
  const [{ name, key } = { name: '', key: undefined }, ...rest] = parseResourcePath(pathOf(context, link));
  const table = context.tables.withEntitySet(name);
  if (!table) throw unknownEntitySet(name);
  if (!key || rest.length > 0) throw notJson(`the link of '${property}' names no row`);
  if (table !== wanted)
    throw invalidArgument(`'${property}' takes a row of '${wanted.name}', and none of '${table.name}'.`);
  return resolveKey(context, table, key);
}

/** A link as a path below the service root. Throws a DataverseError for what is no URL. */
export function pathOf({ contentIds }: Context, link: string): string {
  if (!link.startsWith('$')) return belowRoot(link);
  const url = contentIds?.get(link.slice(1));
  if (url === undefined) throw contentIdUnknown(link);
  return belowRoot(url);
}

function belowRoot(link: string): string {
  const path = link.replace(/^(?:https?:\/\/[^/]+)?(?:\/api\/data\/v9\.\d+)?\//i, '');
  try {
    return decodeURIComponent(path);
  } catch {
    throw notJson(`the link '${link}' is not a valid URL`);
  }
}
