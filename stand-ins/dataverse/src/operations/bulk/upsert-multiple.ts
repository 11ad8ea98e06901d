import { checkGuid } from '../../columns/check-value.js';
import { targetTwice, targetWithoutKey } from '../../errors.js';
import type { Table } from '../../schema/table.js';
import { linkedTarget } from '../../writes/bind.js';
import type { Fields } from '../../writes/read-fields.js';
import { upsertRow } from '../../writes/upsert-row.js';
import type { Context, WebApiRequest, WebApiResponse } from '../request.js';
import { entityId, findTarget, type Target } from '../target.js';
import { readTargets } from './read-targets.js';

/**
 * `POST accounts/Microsoft.Dynamics.CRM.UpsertMultiple`: rows by the key in their `@odata.id`, or by their primary key. Nobody hears
 * which of them were made. developer/data-platform/bulk-operations, "UpsertMultiple".
 */
export function upsertMultiple(context: Context, request: WebApiRequest, table: Table): WebApiResponse {
  const rows = readTargets(context, request, table, 'UpsertMultiple').map((fields) => ({
    fields,
    target: targetOf(context, table, fields),
  }));
  const named = new Set(rows.map(({ target }) => nameOf(context, table, target)));
  if (named.size < rows.length) throw targetTwice();
  for (const { target, fields } of rows) upsertRow(context, table, target, fields);
  return { status: 204 };
}

function targetOf(context: Context, table: Table, fields: Fields): Target {
  const link = fields['@odata.id'];
  if (link !== undefined) return linkedTarget(context, '@odata.id', table, link);
  const id = fields[table.primaryId];
  if (id === undefined) throw targetWithoutKey(`an '@odata.id', and its primary key '${table.primaryId}'`);
  return { id: checkGuid(id) };
}

/** One name for one row, by whichever key it is pointed at. Case does not tell key values apart. */
function nameOf({ store }: Context, table: Table, target: Target): string {
  const row = findTarget(store, table, target);
  return entityId('', table, row ? { id: row.id } : target).toLowerCase();
}
