import { query } from '../operations/query.js';
import { eq } from '../query/comparison.js';
import { and, Filter, or } from '../query/filter.js';
import { isIn } from '../query/is-in.js';
import { columnOf } from '../table-map/column-names.js';
import { type RowAddress, rowPath } from '../table-map/row-address.js';
import type { BoundRow, Row } from '../table-map/row.js';
import type { Table } from '../table-map/table.js';
import type { CallOptions } from '../web-api/call-options.js';
import { guid } from '../web-api/odata.js';
import type { WebApi } from '../web-api/web-api.js';

/** So many keys still fit in the URL of a request in a batch, and in its 500 conditions. */
const rowsARead = 200;
const conditionsARead = 400;

/** Rows by the path that they were asked for with, in lower case; those that are not there are not in it. */
export type FoundRows = ReadonlyMap<string, Row<Table>>;

/** Where a row is looked up in `FoundRows`. Case does not tell keys apart. */
export const foundAt = (path: string): string => path.toLowerCase();

/** Reads the rows at these addresses, with these columns. */
export async function readRows(
  api: WebApi,
  table: Table,
  addresses: readonly RowAddress[],
  names: readonly string[],
  how: CallOptions,
): Promise<FoundRows> {
  const found = new Map<string, Row<Table>>();
  for (const { keyNames, addresses: alike } of byKind(addresses)) {
    const select = [...new Set([...names, ...keyNames])];
    for (const part of partsOf(alike, keyNames.length)) {
      const filter = filterOf(table, keyNames, part);
      for await (const row of query(api, table, { ...how, select, filter, pageSize: rowsARead }))
        found.set(foundAt(rowPath(table, addressOf(row, keyNames))), row);
    }
  }
  return found;
}

interface Alike {
  /** None: by GUID. */
  keyNames: readonly string[];
  addresses: RowAddress[];
}

/** By the columns of their key, since one read has one form of condition. */
function byKind(addresses: readonly RowAddress[]): Iterable<Alike> {
  const kinds = new Map<string, Alike>();
  for (const address of addresses) {
    const keyNames = typeof address === 'string' ? [] : Object.keys(address).sort();
    const kind = kinds.get(keyNames.join()) ?? { keyNames, addresses: [] };
    kinds.set(keyNames.join(), kind);
    kind.addresses.push(address);
  }
  return kinds.values();
}

function partsOf(addresses: readonly RowAddress[], columns: number): RowAddress[][] {
  const size = Math.min(rowsARead, Math.floor(conditionsARead / Math.max(columns, 1)));
  const count = Math.ceil(addresses.length / size);
  return Array.from({ length: count }, (_, part) => addresses.slice(part * size, (part + 1) * size));
}

function filterOf(table: Table, keyNames: readonly string[], addresses: readonly RowAddress[]): Filter {
  if (keyNames.length === 0) return byId(table, addresses as readonly string[]);
  const [only, ...others] = keyNames;
  const isListed = only !== undefined && others.length === 0 && columnOf(table, only).kind !== 'day';
  if (isListed) return isIn(table, only as never, valuesOf(addresses, only) as never);
  const [first, ...rest] = addresses.map((address) => conditionOf(table, keyNames, address));
  return or(first as Filter, ...rest);
}

/** In the form of `isIn`, which knows the columns of the map only. */
const byId = ({ name, primaryId }: Table, ids: readonly string[]): Filter =>
  new Filter(
    name,
    `Microsoft.Dynamics.CRM.In(PropertyName='${primaryId}',PropertyValues=${JSON.stringify(ids.map((id) => guid(id, 'An id')))})`,
    'test',
    true,
  );

const valuesOf = (addresses: readonly RowAddress[], name: string): unknown[] =>
  addresses.map((address) => (address as Readonly<Record<string, unknown>>)[name]);

function conditionOf(table: Table, keyNames: readonly string[], address: RowAddress): Filter {
  const values = address as Readonly<Record<string, unknown>>;
  const [first, ...rest] = keyNames.map((name) => eq(table, name, values[name] as never));
  return and(first as Filter, ...rest);
}

/** The address of a row that was read, as it was asked for. */
function addressOf(row: Row<Table>, keyNames: readonly string[]): RowAddress {
  if (keyNames.length === 0) return row.id;
  const values: Readonly<Record<string, unknown>> = row;
  return Object.fromEntries(keyNames.map((name) => [name, keyValueOf(values[name])])) as RowAddress;
}

const keyValueOf = (value: unknown): unknown =>
  typeof value === 'object' && value !== null ? (value as BoundRow).id : value;
