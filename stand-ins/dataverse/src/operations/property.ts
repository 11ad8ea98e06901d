import { missing } from '../not-implemented.js';
import type { PathSegment } from '../odata/resource-path.js';
import type { Table } from '../schema/table.js';
import type { Context, WebApiRequest, WebApiResponse } from './request.js';
import type { Target } from './target.js';

/** `accounts(<key>)/name`, `.../primarycontactid`, `.../contact_customer_accounts/$ref`: one property of one row. */
export function onProperty(
  _context: Context,
  _request: WebApiRequest,
  _table: Table,
  _target: Target,
  [property, ...rest]: readonly [PathSegment, ...PathSegment[]],
): WebApiResponse {
  throw missing('associations', [property, ...rest].map(({ name }) => name).join('/'));
}
