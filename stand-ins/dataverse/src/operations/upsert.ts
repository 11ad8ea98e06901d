import { duplicateRow, wrongLiteral } from '../errors.js';
import { forbidsRow, readConditions, requireVersion } from '../odata/conditions.js';
import { readShape } from '../odata/expand.js';
import { readPreferences } from '../odata/prefer.js';
import { readQueryOptions } from '../odata/query-options.js';
import type { Table } from '../schema/table.js';
import type { Row } from '../store/row.js';
import { createDeep } from '../writes/create-deep.js';
import { readFields, type Fields } from '../writes/read-fields.js';
import { readPayload, type Columns } from '../writes/read-payload.js';
import { updateRow } from '../writes/update-row.js';
import { header } from './header.js';
import type { Context, WebApiRequest, WebApiResponse } from './request.js';
import { rowResponse, writtenResponse } from './respond.js';
import { findTarget, targetNotFound, type Target } from './target.js';

/**
 * `PATCH accounts(<key>)` updates the row, or creates it when there is none; `If-Match` forbids the creating and
 * `If-None-Match: *` the updating: webapi/update-delete-entities-using-web-api, "Upsert a table row". An `$expand` is read and ignored.
 */
export function upsert(
  context: Context,
  request: WebApiRequest,
  table: Table,
  target: Target,
): WebApiResponse {
  const preferences = readPreferences(header(request, 'prefer'));
  const shape = readShape(readQueryOptions(request.query, 'row'), context, table);
  const conditions = readConditions(request.headers);
  const before = findTarget(context.store, table, target);
  if (!before && conditions.ifMatch !== undefined) throw targetNotFound(table, target);
  if (before && forbidsRow(conditions, before)) throw duplicateRow();
  if (before) requireVersion(conditions, before);
  const fields = readFields(request.body);
  const row = before
    ? update(context, table, target, before, fields)
    : createDeep(context, table, fields, { key: keyOf(table, target, fields) });
  if (preferences.returnRepresentation)
    return rowResponse(before ? 200 : 201, context, { ...shape, expand: [] }, row, preferences);
  return writtenResponse(context, table, target, preferences);
}

/** A row is not given another key by the key that it was found by: its columns in the body are passed over. */
function update(context: Context, table: Table, target: Target, before: Row, fields: Fields): Row {
  const { columns } = readPayload(context, table, fields, false);
  if ('key' in target) for (const column of target.key.columns) columns.delete(column);
  return updateRow(context, table, before, columns);
}

/**
 * What the URL says of a new row: its id, or the columns of its key. The body may repeat the id, and not contradict it; where it has
 * columns of an alternate key, the row gets those, "even if the data is different": use-upsert-insert-update-record, "Guidance for
 * composing requests".
 */
function keyOf(table: Table, target: Target, fields: Fields): Columns {
  if ('key' in target) return new Map(Object.entries(target.values));
  const repeated = fields[table.primaryId];
  if (typeof repeated === 'string' && repeated.toLowerCase() !== target.id)
    throw wrongLiteral(repeated, 'Guid');
  return new Map([[table.primaryId, target.id]]);
}
