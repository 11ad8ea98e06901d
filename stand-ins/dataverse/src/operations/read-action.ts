import { methodNotAllowed } from '../errors.js';
import { readQueryOptions } from '../odata/query-options.js';
import { readFields, type Fields } from '../writes/read-fields.js';
import type { WebApiRequest } from './request.js';

/** The parameters of an action: webapi/use-web-api-actions. Throws a DataverseError for any method but POST. */
export function readAction({ method, query, body }: WebApiRequest): Fields {
  if (method !== 'POST') throw methodNotAllowed(method);
  readQueryOptions(query, 'nothing');
  return readFields(body);
}
