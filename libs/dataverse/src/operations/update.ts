import type { WriteOptions } from '../web-api/call-options.js';
import { type RowAddress, rowPath } from '../table-map/row-address.js';
import { changesToDataverse, fromDataverse } from '../table-map/row-mapping.js';
import type { Row, RowChanges } from '../table-map/row.js';
import type { ColumnName, Table } from '../table-map/table.js';
import { jsonOf, type WebApi } from '../web-api/web-api.js';
import { representation, type ReturnOptions } from './representation.js';

/** Settings of an update. */
export interface UpdateOptions<Name> extends WriteOptions, ReturnOptions<Name> {
  /** Change only the version with this etag, which was read before. */
  etag?: string | undefined;
}

export async function update<T extends Table, Name extends ColumnName<T> = never>(
  api: WebApi,
  table: T,
  address: RowAddress<T>,
  changes: RowChanges<T>,
  options: UpdateOptions<Name> = {},
): Promise<Row<T, Name> | undefined> {
  const { etag, return: _, annotations: __, ...how } = options;
  const operation = `${table.name}.update`;
  const response = await api.request({
    ...how,
    ...representation<T, Name>(table, rowPath(table, address), options),
    operation,
    method: 'PATCH',
    body: changesToDataverse(table, changes),
    headers: { 'if-match': etag ?? '*' },
    // A repeat of a change that was done meets its own new version.
    repeatable: etag === undefined,
    table,
    expect: [200, 204],
  });
  return response.status === 204 ? undefined : fromDataverse<T, Name>(table, jsonOf(response, operation));
}
