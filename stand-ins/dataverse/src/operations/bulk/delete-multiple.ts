import { deleteMultipleRefused } from '../../errors.js';
import { readAction } from '../read-action.js';
import type { Context, WebApiRequest, WebApiResponse } from '../request.js';

/** For elastic tables only, and there are none here: developer/data-platform/deletemultiple, "Availability". */
export function deleteMultiple(_context: Context, request: WebApiRequest): WebApiResponse {
  readAction(request);
  throw deleteMultipleRefused();
}
