import { checkGuid } from '../../columns/check-value.js';
import { rowsNotFound, targetWithoutKey } from '../../errors.js';
import type { Table } from '../../schema/table.js';
import type { Fields } from '../../writes/read-fields.js';
import { readPayload } from '../../writes/read-payload.js';
import { updateRow } from '../../writes/update-row.js';
import type { Context, WebApiRequest, WebApiResponse } from '../request.js';
import { requireTarget } from '../target.js';
import { readTargets } from './read-targets.js';

/**
 * `POST accounts/Microsoft.Dynamics.CRM.UpdateMultiple`: rows by the primary key in them; alternate keys do not work here.
 * developer/data-platform/bulk-operations, "UpdateMultiple".
 */
export function updateMultiple(context: Context, request: WebApiRequest, table: Table): WebApiResponse {
  const targets = byId(table, readTargets(context, request, table, 'UpdateMultiple'));
  const missing = [...targets.keys()].filter((id) => !context.store.get(table, id));
  if (missing.length > 0) throw rowsNotFound(table, missing);
  for (const [id, fields] of targets) {
    const { columns } = readPayload(context, table, fields, false);
    updateRow(context, table, requireTarget(context.store, table, { id }), columns);
  }
  return { status: 204 };
}

/** The first target of a row counts, and those that repeat it are ignored: "Duplicate records in UpdateMultiple Targets parameter". */
function byId(table: Table, targets: readonly Fields[]): ReadonlyMap<string, Fields> {
  const first = new Map<string, Fields>();
  for (const target of targets) {
    const given = target[table.primaryId];
    if (given === undefined) throw targetWithoutKey(`its primary key '${table.primaryId}'`);
    const id = checkGuid(given);
    if (!first.has(id)) first.set(id, target);
  }
  return first;
}
