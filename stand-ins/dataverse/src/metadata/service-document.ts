import { methodNotAllowed } from '../errors.js';
import { readQueryOptions } from '../odata/query-options.js';
import type { Context, WebApiRequest, WebApiResponse } from '../operations/request.js';

/** `GET /api/data/v9.2/`: webapi/web-api-service-documents. */
export function serviceDocument(
  { serviceRoot, tables }: Context,
  { method, query }: WebApiRequest,
): WebApiResponse {
  if (method !== 'GET') throw methodNotAllowed(method);
  readQueryOptions(query, 'nothing');
  const sets = tables.all.map(({ entitySet }) => entitySet).sort();
  return {
    status: 200,
    body: {
      '@odata.context': `${serviceRoot}$metadata`,
      value: sets.map((name) => ({ name, kind: 'EntitySet', url: name })),
    },
  };
}
