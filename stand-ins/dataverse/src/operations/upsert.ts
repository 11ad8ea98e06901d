import { duplicateRow } from '../errors.js';
import { forbidsRow, readConditions, requireVersion } from '../odata/conditions.js';
import { readShape } from '../odata/expand.js';
import { readPreferences } from '../odata/prefer.js';
import { readQueryOptions } from '../odata/query-options.js';
import type { Table } from '../schema/table.js';
import { readFields } from '../writes/read-fields.js';
import { upsertRow } from '../writes/upsert-row.js';
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
  const row = upsertRow(context, table, target, readFields(request.body));
  if (preferences.returnRepresentation)
    return rowResponse(before ? 200 : 201, context, { ...shape, expand: [] }, row, preferences);
  return writtenResponse(context, table, target, preferences);
}
