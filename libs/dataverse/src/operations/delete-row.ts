import type { WriteOptions } from '../web-api/call-options.js';
import { isRefusal } from '../errors/dataverse-error.js';
import { type RowAddress, rowPath } from '../table-map/row-address.js';
import type { Table } from '../table-map/table.js';
import type { WebApi } from '../web-api/web-api.js';

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
  try {
    await api.request({
      ...how,
      operation: `${table.name}.delete`,
      method: 'DELETE',
      path: rowPath(table, address),
      headers: etag === undefined ? {} : { 'if-match': etag },
      repeatable: true,
      table,
      expect: [204],
    });
    return 'deleted';
  } catch (error) {
    if (isRefusal(error, 'row-not-found')) return 'not-there';
    throw error;
  }
}
