import type { WriteOptions } from '../web-api/call-options.js';
import { refuseOtherKey, type RowAddress, rowPath } from '../table-map/row-address.js';
import { fromDataverse, toDataverse } from '../table-map/row-mapping.js';
import type { NewRow, Row } from '../table-map/row.js';
import type { ColumnName, Table } from '../table-map/table.js';
import { jsonOf, type WebApi } from '../web-api/web-api.js';
import { representation, type ReturnOptions } from './representation.js';

/** What an upsert did, as far as Dataverse says. */
export type Upserted<T extends Table, Name extends ColumnName<T>> =
  { outcome: 'created' | 'updated'; row: Row<T, Name> } | { outcome: 'unknown' };

export async function upsert<T extends Table, Name extends ColumnName<T> = never>(
  api: WebApi,
  table: T,
  address: RowAddress<T>,
  row: NewRow<T>,
  options: WriteOptions & ReturnOptions<Name> = {},
): Promise<Upserted<T, Name>> {
  refuseOtherKey(table, address, row);
  const { return: _, annotations: __, ...how } = options;
  const operation = `${table.name}.upsert`;
  const response = await api.request({
    ...how,
    ...representation<T, Name>(table, rowPath(table, address), options),
    operation,
    method: 'PATCH',
    body: toDataverse(table, row),
    repeatable: true,
    table,
    expect: [200, 201, 204],
  });
  if (response.status === 204) return { outcome: 'unknown' };
  const outcome = response.status === 201 ? 'created' : 'updated';
  return { outcome, row: fromDataverse<T, Name>(table, jsonOf(response, operation)) };
}
