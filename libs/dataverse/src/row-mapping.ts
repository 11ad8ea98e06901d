import type { ChoiceColumn, LookupColumn, MappedColumn } from './column.js';
import { rowPath } from './odata.js';
import type { BoundRow, ColumnName, Row, RowReference, Table } from './table.js';

/** A domain row as the body of a request. Unknown names are a `TypeError`; `undefined` is left out, `null` empties. */
export function toDataverse(table: Table, row: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const body: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(row)) {
    if (value === undefined) continue;
    const column = columnOf(table, name);
    if (column.kind === 'lookup') Object.assign(body, bind(column, value as RowReference | null));
    else body[column.column] = value === null ? null : written(column, value);
  }
  return body;
}

/** A row of an answer as the domain knows it; columns that are not in the answer are not in the row. */
export function fromDataverse<T extends Table, Name extends ColumnName<T> = ColumnName<T>>(
  table: T,
  body: Readonly<Record<string, unknown>>,
): Row<T, Name> {
  const row: Record<string, unknown> = { id: body[table.primaryId] };
  if (typeof body['@odata.etag'] === 'string') row['etag'] = body['@odata.etag'];
  for (const [name, column] of Object.entries(table.columns)) {
    const value = body[selectName(column)];
    if (value !== undefined) row[name] = value === null ? null : read(column, value);
  }
  return row as Row<T, Name>;
}

/** A column's name in `$select` and `$filter`: a lookup is read as `_<column>_value`. */
export const selectName = (column: MappedColumn): string =>
  column.kind === 'lookup' ? `_${column.column}_value` : column.column;

/** The `$select` of these columns; the primary id comes always. */
export function selectOf<T extends Table>(table: T, names: readonly ColumnName<T>[]): string {
  return [table.primaryId, ...names.map((name) => selectName(columnOf(table, name)))].join(',');
}

/** The column of this domain name; a `TypeError` when the map has none. */
export function columnOf(table: Table, name: string): MappedColumn {
  return own(table.columns, name) ?? unknownTo(`The map of ${table.name}`, name);
}

/** The integer behind a choice's name; a `TypeError` when there is none. */
export function choiceValue({ column, values }: ChoiceColumn, name: unknown): number {
  return own(values, String(name)) ?? unknownTo(`The choice ${column}`, 'this');
}

/** Any one of a lookup's navigation properties empties it. */
function bind({ targets, column }: LookupColumn, reference: RowReference | null): Record<string, unknown> {
  const name = reference === null ? Object.keys(targets)[0] : reference.table;
  const { navigation, entitySet } =
    own(targets, name ?? '') ?? unknownTo(`The lookup ${column}`, 'this table');
  if (reference === null) return { [navigation]: null };
  return { [`${navigation}@odata.bind`]: `/${rowPath(entitySet, reference.row)}` };
}

/** Names come from outside at times; `constructor` is no column. */
const own = <T>(record: Readonly<Record<string, T>>, name: string): T | undefined =>
  Object.hasOwn(record, name) ? record[name] : undefined;

function unknownTo(who: string, what: string): never {
  throw new TypeError(`${who} does not know ${what}.`);
}

function written(column: MappedColumn, value: unknown): unknown {
  if (column.kind === 'moment') return (value as Date).toISOString();
  return column.kind === 'choice' ? choiceValue(column, value) : value;
}

function read(column: MappedColumn, value: unknown): unknown {
  if (column.kind === 'moment') return new Date(String(value));
  if (column.kind === 'lookup') return boundRow(column, String(value));
  if (column.kind !== 'choice') return value;
  return Object.entries(column.values).find(([, known]) => known === value)?.[0] ?? value;
}

function boundRow({ targets }: LookupColumn, id: string): BoundRow {
  const [only, ...others] = Object.keys(targets);
  return only !== undefined && others.length === 0 ? { id, table: only } : { id };
}
