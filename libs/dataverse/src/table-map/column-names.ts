import type { ChoiceColumn, MappedColumn } from './column.js';
import type { ColumnName, Table } from './table.js';

/** The column of this domain name; a `TypeError` when the map has none. */
export function columnOf(table: Table, name: string): MappedColumn {
  return own(table.columns, name) ?? unknownTo(`The map of ${table.name}`, name);
}

/** A column's name in `$select`, `$filter` and keys: a lookup is read as `_<column>_value`. */
export const selectName = (column: MappedColumn): string =>
  column.kind === 'lookup' ? `_${column.column}_value` : column.column;

/** The `$select` of these columns; the primary id comes always. */
export function selectOf<T extends Table>(table: T, names: readonly ColumnName<T>[]): string {
  return [table.primaryId, ...names.map((name) => selectName(columnOf(table, name)))].join(',');
}

/** The integer behind a choice's name; a `TypeError` when there is none. */
export function choiceValue({ column, values }: ChoiceColumn, name: unknown): number {
  return own(values, String(name)) ?? unknownTo(`The choice ${column}`, 'this');
}

/** Names come from outside at times; `constructor` is no column. */
export const own = <T>(record: Readonly<Record<string, T>>, name: string): T | undefined =>
  Object.hasOwn(record, name) ? record[name] : undefined;

/** Throws the `TypeError` of a name that is not in the map. */
export function unknownTo(who: string, what: string): never {
  throw new TypeError(`${who} does not know ${what}.`);
}
