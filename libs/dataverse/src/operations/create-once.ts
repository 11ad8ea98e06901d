import { isRefusal } from '../errors/dataverse-error.js';
import type { RowAddress } from '../table-map/row-address.js';
import type { NewRow, Row } from '../table-map/row.js';
import type { ColumnName, Table } from '../table-map/table.js';
import { valuesIn } from '../table-map/values-in.js';
import type { WebApi } from '../web-api/web-api.js';
import { create, type CreateOptions } from './create.js';
import { retrieve } from './retrieve.js';

/** A row that was to be created once, and whether it was this call that created it. */
export interface CreatedOnce<T extends Table, Name extends ColumnName<T>> {
  outcome: 'created' | 'already-there';
  row: Row<T, Name>;
}

/** A row to create with the values of the table's first alternate key, which tells one thing from another. */
export type KeyedRow<T extends Table> = NewRow<T> & { [N in FirstKey<T>]: string | number };

type FirstKey<T extends Table> = T['keys'] extends readonly [
  infer First extends readonly string[],
  ...unknown[],
]
  ? First[number]
  : never;

export async function createOnce<T extends Table, Name extends ColumnName<T> = never>(
  api: WebApi,
  table: T,
  row: KeyedRow<T>,
  options: CreateOptions<Name> & { id: string },
): Promise<CreatedOnce<T, Name>> {
  const key = keyIn(table, valuesIn(row, 'row'));
  if (!options?.id) throw new TypeError('createOnce needs the `id` that the row shall have.');
  try {
    return { outcome: 'created', row: await create(api, table, row, options) };
  } catch (error) {
    const there = await readDuplicate(api, error, table, key, options);
    if (!there) throw error;
    return { outcome: 'already-there', row: there };
  }
}

type KeyValues = Readonly<Record<string, unknown>>;

function keyIn(table: Table, row: KeyValues): KeyValues {
  const [names] = table.keys;
  if (!names) throw new TypeError(`The map of ${table.name} declares no alternate key.`);
  return Object.fromEntries(names.map((name) => [name, row[name]]));
}

/** A row with our GUID, or with our key under another GUID, is ours if it has our key. */
async function readDuplicate<T extends Table, Name extends ColumnName<T>>(
  api: WebApi,
  error: unknown,
  table: T,
  key: KeyValues,
  { id, return: names = [], annotations, signal, lane, onBehalfOf }: CreateOptions<Name> & { id: string },
): Promise<Row<T, Name> | undefined> {
  if (!isRefusal(error, 'duplicate-row', 'duplicate-key')) return undefined;
  const address = error.code === 'duplicate-row' ? id : (key as RowAddress<T>);
  const select = [...new Set([...names, ...Object.keys(key)])] as Name[];
  const there = await retrieve(api, table, address, { select, annotations, signal, lane, onBehalfOf });
  const values: KeyValues = { ...there };
  return Object.entries(key).every(([name, value]) => values[name] === value) ? there : undefined;
}
