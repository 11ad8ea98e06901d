import { readConditions, requireVersion } from '../odata/conditions.js';
import { readQueryOptions } from '../odata/query-options.js';
import type { Table } from '../schema/table.js';
import { deleteRow } from '../writes/delete-row.js';
import type { Context, WebApiRequest, WebApiResponse } from './request.js';
import { requireTarget, type Target } from './target.js';

/** `DELETE accounts(<key>)`: webapi/update-delete-entities-using-web-api. */
export function remove(
  context: Context,
  request: WebApiRequest,
  table: Table,
  target: Target,
): WebApiResponse {
  readQueryOptions(request.query, 'nothing');
  const row = requireTarget(context.store, table, target);
  requireVersion(readConditions(request.headers), row);
  deleteRow(context, table, row);
  return { status: 204 };
}
