import { duplicateRow, wrongLiteral } from '../errors.js';
import { readConditions, requireVersion } from '../odata/conditions.js';
import { readPreferences } from '../odata/prefer.js';
import { readQueryOptions } from '../odata/query-options.js';
import { readSelect } from '../odata/select.js';
import type { Table } from '../schema/table.js';
import type { Row } from '../store/row.js';
import { createRow } from '../writes/create-row.js';
import { readPayload, type Payload } from '../writes/read-payload.js';
import { updateRow } from '../writes/update-row.js';
import { header } from './header.js';
import type { Context, WebApiRequest, WebApiResponse } from './request.js';
import { rowResponse, writtenResponse } from './respond.js';
import { findTarget, targetNotFound, type Target } from './target.js';

/**
 * `PATCH accounts(<key>)` updates the row, or creates it when there is none; `If-Match` forbids the creating and
 * `If-None-Match: *` the updating: webapi/update-delete-entities-using-web-api, "Upsert a table row".
 */
export function upsert(
  context: Context,
  request: WebApiRequest,
  table: Table,
  target: Target,
): WebApiResponse {
  const preferences = readPreferences(header(request, 'prefer'));
  const select = readSelect(readQueryOptions(request.query, 'row'), table);
  const conditions = readConditions(request.headers);
  const before = findTarget(context.store, table, target);
  if (!before && conditions.ifMatch !== undefined) throw targetNotFound(table, target);
  if (before && conditions.ifNoneMatch !== undefined) throw duplicateRow();
  if (before) requireVersion(conditions, before);
  const row = before
    ? update(context, request, table, target, before)
    : createRow(context, table, keyed(table, target, readPayload(context, table, request.body, true)));
  if (preferences.returnRepresentation)
    return rowResponse(before ? 200 : 201, context, table, row, select, preferences);
  return writtenResponse(context, table, target);
}

/** A key in the URL counts for more than its columns in the body. */
function update(context: Context, request: WebApiRequest, table: Table, target: Target, before: Row): Row {
  const payload = readPayload(context, table, request.body, false);
  if ('key' in target) for (const column of target.key.columns) payload.delete(column);
  return updateRow(context, table, before, payload);
}

/** What the URL says of a new row: its id, or the columns of its key. */
function keyed(table: Table, target: Target, payload: Payload): Payload {
  const stated = payload.get(table.primaryId);
  if ('key' in target) return new Map([...payload, ...Object.entries(target.values)]);
  if (stated !== undefined && stated !== target.id) throw wrongLiteral(stated, 'Guid');
  return new Map([...payload, [table.primaryId, target.id]]);
}
