import { anyOf, MappingError } from '../errors/mapping-error.js';
import type { ChoiceColumn, MappedColumn } from './column.js';
import type { ColumnName, Table } from './table.js';

/** The column of this domain name; a `MappingError` when the map has none. */
export function columnOf(table: Table, name: string): MappedColumn {
  const column = own(table.columns, name);
  if (!column)
    throw new MappingError('unknown-name', `The map of ${table.name} does not know ${name}.`, name);
  return column;
}

/** A column's name in `$select`, `$filter` and keys: a lookup is read as `_<column>_value`. */
export const selectName = (column: MappedColumn): string =>
  column.kind === 'lookup' ? `_${column.column}_value` : column.column;

/** The `$select` of these columns; the primary id comes always. A `TypeError` for what is no list. */
export function selectOf<T extends Table>(table: T, names: readonly ColumnName<T>[]): string {
  if (!Array.isArray(names)) throw new TypeError('select is a list of names of columns.');
  return [table.primaryId, ...names.map((name) => selectName(columnOf(table, name)))].join(',');
}

/** The integer behind a choice's name, in the column that the map calls `column`; a `MappingError` when there is none. */
export function choiceValue({ values }: ChoiceColumn, name: unknown, column: string): number {
  const value = own(values, String(name));
  if (value !== undefined) return value;
  throw new MappingError('wrong-value', `${column} is one of: ${anyOf(Object.keys(values))}.`, column);
}

/** Names come from outside at times; `constructor` is no column. */
export const own = <T>(record: Readonly<Record<string, T>>, name: string): T | undefined =>
  Object.hasOwn(record, name) ? record[name] : undefined;
