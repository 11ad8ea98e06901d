import { NO_ANNOTATIONS } from '../odata/annotations.js';
import { etagOf, readConditions } from '../odata/conditions.js';
import { readShape } from '../odata/expand.js';
import { readPreferences } from '../odata/prefer.js';
import { readQueryOptions } from '../odata/query-options.js';
import type { Table } from '../schema/table.js';
import type { Row } from '../store/row.js';
import { header } from './header.js';
import type { Context, WebApiRequest, WebApiResponse } from './request.js';
import { rowResponse } from './respond.js';
import { requireTarget, type Target } from './target.js';

/** `GET accounts(<key>)`: webapi/retrieve-entity-using-web-api. */
export const retrieve = (
  context: Context,
  request: WebApiRequest,
  table: Table,
  target: Target,
): WebApiResponse => retrieveRow(context, request, table, () => requireTarget(context.store, table, target));

/**
 * A row that was found, or 304 when the client has seen this version: never with `$expand` or annotations, which the version says
 * nothing of (webapi/perform-conditional-operations-using-web-api, "Conditional retrievals").
 */
export function retrieveRow(
  context: Context,
  request: WebApiRequest,
  table: Table,
  find: () => Row,
): WebApiResponse {
  const preferences = readPreferences(header(request, 'prefer'));
  const shape = readShape(readQueryOptions(request.query, 'row'), context, table);
  const row = find();
  const etag = etagOf(row);
  const isPlain = shape.expand.length === 0 && preferences.annotations === NO_ANNOTATIONS;
  if (isPlain && readConditions(request.headers).ifNoneMatch === etag)
    return { status: 304, headers: { ETag: etag } };
  return rowResponse(200, context, shape, row, preferences);
}
