import { etagOf, readConditions } from '../odata/conditions.js';
import { readPreferences } from '../odata/prefer.js';
import { readQueryOptions } from '../odata/query-options.js';
import { readSelect } from '../odata/select.js';
import type { Table } from '../schema/table.js';
import { header } from './header.js';
import type { Context, WebApiRequest, WebApiResponse } from './request.js';
import { rowResponse } from './respond.js';
import { requireTarget, type Target } from './target.js';

/** `GET accounts(<key>)`: webapi/retrieve-entity-using-web-api. 304 when the client has seen this version. */
export function retrieve(
  context: Context,
  request: WebApiRequest,
  table: Table,
  target: Target,
): WebApiResponse {
  readPreferences(header(request, 'prefer'));
  const select = readSelect(readQueryOptions(request.query, 'row'), table);
  const row = requireTarget(context.store, table, target);
  if (readConditions(request.headers).ifNoneMatch === etagOf(row))
    return { status: 304, headers: { ETag: etagOf(row) } };
  return rowResponse(200, context, table, row, select);
}
