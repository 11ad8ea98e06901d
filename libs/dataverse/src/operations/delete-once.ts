import { isRefusal } from '../errors/dataverse-error.js';
import type { WebApi } from '../web-api/web-api.js';
import type { WebApiRequest } from '../web-api/web-api-request.js';

/** What is gone already is as it was to be, so this can be repeated. */
export async function deleteOnce(
  api: WebApi,
  call: Omit<WebApiRequest, 'method' | 'repeatable' | 'expect'>,
): Promise<'deleted' | 'not-there'> {
  try {
    await api.request({ ...call, method: 'DELETE', repeatable: true, expect: [204] });
    return 'deleted';
  } catch (error) {
    if (isRefusal(error, 'row-not-found')) return 'not-there';
    throw error;
  }
}
