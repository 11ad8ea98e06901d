import { readShape } from '../odata/expand.js';
import { readPreferences } from '../odata/prefer.js';
import { readQueryOptions } from '../odata/query-options.js';
import type { Table } from '../schema/table.js';
import { createDeep } from '../writes/create-deep.js';
import { readFields } from '../writes/read-fields.js';
import { header } from './header.js';
import type { Context, WebApiRequest, WebApiResponse } from './request.js';
import { rowResponse, writtenResponse } from './respond.js';

/** `POST accounts`: webapi/create-entity-web-api. */
export function create(context: Context, request: WebApiRequest, table: Table): WebApiResponse {
  const preferences = readPreferences(header(request, 'prefer'));
  const shape = readShape(readQueryOptions(request.query, 'row'), context, table);
  const row = createDeep(context, table, readFields(request.body));
  if (preferences.returnRepresentation) return rowResponse(201, context, shape, row, preferences);
  return writtenResponse(context, table, { id: row.id }, preferences);
}
