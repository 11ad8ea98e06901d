import { readConditions, requireVersion } from '../odata/conditions.js';
import { readQueryOptions } from '../odata/query-options.js';
import { missing } from '../not-implemented.js';
import type { Table } from '../schema/table.js';
import type { Context, WebApiRequest, WebApiResponse } from './request.js';
import { requireTarget, type Target } from './target.js';

/** `DELETE accounts(<key>)`: webapi/update-delete-entities-using-web-api. Rows that others refer to are more than we do. */
export function remove(
  { store, commit }: Context,
  request: WebApiRequest,
  table: Table,
  target: Target,
): WebApiResponse {
  readQueryOptions(request.query, 'nothing');
  const row = requireTarget(store, table, target);
  requireVersion(readConditions(request.headers), row);
  const referrer = store.referrer(table, row.id);
  if (referrer)
    throw missing('cascade', `${referrer.table.name} ${referrer.row.id} refers to ${table.name} ${row.id}`);
  commit({ op: 'delete', table: table.name, id: row.id, version: store.nextVersion() });
  return { status: 204 };
}
