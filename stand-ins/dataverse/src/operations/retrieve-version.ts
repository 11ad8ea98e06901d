import { methodNotAllowed } from '../errors.js';
import { readQueryOptions } from '../odata/query-options.js';
import type { Context, WebApiRequest, WebApiResponse } from './request.js';
import { complexResponse } from './respond.js';

/** Of the Web API that is stood in for; a real one has the number of a build behind it. */
const VERSION = '9.2.0.0';

/** `GET RetrieveVersion()`: webapi/reference/retrieveversion. */
export function retrieveVersion(context: Context, { method, query }: WebApiRequest): WebApiResponse {
  if (method !== 'GET') throw methodNotAllowed(method);
  readQueryOptions(query, 'nothing');
  return complexResponse(context, 'RetrieveVersionResponse', { Version: VERSION });
}
