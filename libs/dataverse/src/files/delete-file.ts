import { deleteOnce } from '../operations/delete-once.js';
import type { RowAddress } from '../table-map/row-address.js';
import type { Table } from '../table-map/table.js';
import type { WriteOptions } from '../web-api/call-options.js';
import type { WebApi } from '../web-api/web-api.js';
import { type FileColumnName, placeOf } from './file-place.js';

/** A column that is empty already is as it was to be, so this can be repeated. */
export async function deleteFile<T extends Table>(
  api: WebApi,
  table: T,
  address: RowAddress<T>,
  column: FileColumnName<T>,
  options: WriteOptions = {},
): Promise<'deleted' | 'not-there'> {
  const { path } = placeOf(table, address, column);
  return deleteOnce(api, { ...options, operation: `${table.name}.delete-file`, path, table });
}
