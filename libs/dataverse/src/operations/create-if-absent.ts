import type { WriteOptions } from '../web-api/call-options.js';
import { dataverseErrorOf, isRefusal } from '../errors/dataverse-error.js';
import { refuseOtherKey, type RowAddress, rowPath } from '../table-map/row-address.js';
import { fromDataverse, toDataverse } from '../table-map/row-mapping.js';
import type { NewRow } from '../table-map/row.js';
import type { ColumnName, Table } from '../table-map/table.js';
import { jsonOf, type WebApi } from '../web-api/web-api.js';
import type { CreatedOnce } from './create-once.js';
import { representation, type ReturnOptions } from './representation.js';
import { retrieve } from './retrieve.js';

export async function createIfAbsent<T extends Table, Name extends ColumnName<T> = never>(
  api: WebApi,
  table: T,
  address: RowAddress<T>,
  row: NewRow<T>,
  options: WriteOptions & ReturnOptions<Name> = {},
): Promise<CreatedOnce<T, Name>> {
  const { return: names = [] as readonly Name[], annotations, signal, lane, onBehalfOf } = options;
  const call = callOf(table, address, row, { ...options, return: names });
  const read = () => retrieve(api, table, address, { select: names, annotations, signal, lane, onBehalfOf });
  try {
    const response = await api.request(call);
    const body = response.status === 201 ? jsonOf(response, call.operation) : undefined;
    const created = body ? fromDataverse<T, Name>(table, body) : await read();
    if (!created) throw dataverseErrorOf(call.operation, response, Date.now());
    return { outcome: 'created', row: created };
  } catch (error) {
    // The documentation gives this 412 no code of its own, and a gateway may answer so, too: what counts is the row.
    const there = isRefusal(error, 'row-exists', 'duplicate-row') ? await read() : undefined;
    if (!there) throw error;
    return { outcome: 'already-there', row: there };
  }
}

/** Asks for the row: without it, an alternate key would give no GUID. A repeat after a lost reply meets its own row. */
function callOf<T extends Table, Name extends ColumnName<T>>(
  table: T,
  address: RowAddress<T>,
  row: NewRow<T>,
  options: WriteOptions & ReturnOptions<Name>,
) {
  refuseOtherKey(table, address, row);
  const { return: _, annotations: __, ...how } = options;
  return {
    ...how,
    ...representation<T, Name>(table, rowPath(table, address), options),
    operation: `${table.name}.create-if-absent`,
    method: 'PATCH',
    body: toDataverse(table, row),
    headers: { 'if-none-match': '*' },
    repeatable: true,
    table,
    expect: [201, 204],
  };
}
