import type { WriteOptions } from '../web-api/call-options.js';
import { type RowAddress, rowPath } from '../table-map/row-address.js';
import type { Table } from '../table-map/table.js';
import type { WebApi } from '../web-api/web-api.js';
import { deleteOnce } from './delete-once.js';

/** Settings of a delete. */
export interface DeleteOptions extends WriteOptions {
  /** Delete only the version with this etag, which was read before. */
  etag?: string | undefined;
}

/** A row that is gone already is where it was to be, so a delete can be repeated. */
export async function deleteRow<T extends Table>(
  api: WebApi,
  table: T,
  address: RowAddress<T>,
  options: DeleteOptions = {},
): Promise<'deleted' | 'not-there'> {
  const { etag, ...how } = options;
  return deleteOnce(api, {
    ...how,
    operation: `${table.name}.delete`,
    path: rowPath(table, address),
    headers: etag === undefined ? {} : { 'if-match': etag },
    table,
  });
}
