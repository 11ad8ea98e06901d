import { readConditions, requireVersion } from '../odata/conditions.js';
import { readQueryOptions } from '../odata/query-options.js';
import { changeFile } from '../files/upload-column.js';
import { methodNotAllowed, notJson, unknownSegment } from '../errors.js';
import { isFile } from '../schema/column.js';
import type { Table } from '../schema/table.js';
import { readFields, type Fields } from '../writes/read-fields.js';
import { readPayload } from '../writes/read-payload.js';
import { updateRow } from '../writes/update-row.js';
import type { Context, WebApiRequest, WebApiResponse } from './request.js';
import { requireTarget, type Target } from './target.js';

/**
 * `PUT accounts(<key>)/name {"value": "A"}` and `DELETE accounts(<key>)/name`: webapi/update-delete-entities-using-web-api, "Update
 * a single property value". Not for lookups, which are changed by `$ref`.
 */
export function changeProperty(
  context: Context,
  request: WebApiRequest,
  table: Table,
  target: Target,
  property: string,
): WebApiResponse {
  const column = table.columnsByProperty.get(property);
  if (column && isFile(column) && request.method !== 'PUT')
    return changeFile(context, request, table, requireTarget(context.store, table, target), column);
  readQueryOptions(request.query, 'nothing');
  if (!column)
    throw table.navigations.has(property) ? methodNotAllowed(request.method) : unknownSegment(property);
  if (column.type === 'file') throw methodNotAllowed(request.method);
  const value = readValue(request);
  const before = requireTarget(context.store, table, target);
  requireVersion(readConditions(request.headers), before);
  updateRow(context, table, before, readPayload(context, table, { [property]: value }, false).columns);
  return { status: 204 };
}

function readValue({ method, body }: WebApiRequest): unknown {
  if (method === 'DELETE') return null;
  if (method !== 'PUT') throw methodNotAllowed(method);
  const fields: Fields = readFields(body);
  if (!Object.hasOwn(fields, 'value')) throw notJson("the payload has no 'value'");
  return fields['value'];
}
