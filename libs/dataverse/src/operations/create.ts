import type { WriteOptions } from '../web-api/call-options.js';
import { dataverseErrorOf } from '../errors/dataverse-error.js';
import { guid, guidAtEnd } from '../web-api/odata.js';
import { fromDataverse, toDataverse } from '../table-map/row-mapping.js';
import type { NewRow, Row } from '../table-map/row.js';
import type { ColumnName, Table } from '../table-map/table.js';
import { jsonOf, type WebApi } from '../web-api/web-api.js';
import { representation, type ReturnOptions } from './representation.js';
import { retrieve } from './retrieve.js';

/** Settings of a create. */
export interface CreateOptions<Name> extends WriteOptions, ReturnOptions<Name> {
  /** A GUID that was chosen when the work was accepted: with it a create can be repeated. */
  id?: string | undefined;
}

export async function create<T extends Table, Name extends ColumnName<T> = never>(
  api: WebApi,
  table: T,
  row: NewRow<T>,
  options: CreateOptions<Name> = {},
): Promise<Row<T, Name>> {
  const { id, return: names, annotations, ...how } = options;
  const operation = `${table.name}.create`;
  const body = toDataverse(table, row);
  if (id !== undefined) body[table.primaryId] = guid(id, 'id');
  const response = await api.request({
    ...how,
    ...representation<T, Name>(table, table.entitySet, options),
    operation,
    method: 'POST',
    body,
    repeatable: id !== undefined,
    table,
    expect: [201, 204],
  });
  if (response.status === 201) return fromDataverse<T, Name>(table, jsonOf(response, operation));
  const created = { id: id ?? idIn(response.headers['odata-entityid']) } as Row<T, Name>;
  if (!names) return created;
  // The wish for the columns is one that a server may leave unheard.
  const there = await retrieve(api, table, created.id, { ...how, annotations, select: names });
  if (!there) throw dataverseErrorOf(operation, response, Date.now());
  return there;
}

function idIn(entityId: string | undefined): string {
  const id = guidAtEnd(entityId ?? '');
  if (!id) throw new TypeError('The answer to a create named no row.');
  return id;
}
