import { guid, literal, type ODataValue } from './odata.js';
import { choiceValue, columnOf, selectName } from './row-mapping.js';
import type { ColumnName, Table, WriteValue } from './table.js';

/** A `$filter` expression, not yet encoded. Built by `eq` and `and` only, so that a value can never become syntax. */
export interface Filter {
  readonly expression: string;
}

type FilterValue<C> = C extends { kind: 'lookup' } ? string | null : WriteValue<C>;

/** The rows whose column has this value; a lookup is compared by GUID, a choice by name. */
export function eq<T extends Table, Name extends ColumnName<T>>(
  table: T,
  name: Name,
  value: FilterValue<T['columns'][Name]>,
): Filter {
  const column = columnOf(table, name);
  return { expression: `${selectName(column)} eq ${operand(table, name, value as ODataValue)}` };
}

/** The rows that pass all of these. */
export const and = (...filters: [Filter, ...Filter[]]): Filter => ({
  expression: filters.map(({ expression }) => expression).join(' and '),
});

function operand(table: Table, name: string, value: ODataValue): string {
  const column = columnOf(table, name);
  if (value === null) return 'null';
  if (column.kind === 'lookup') return guid(String(value));
  if (column.kind === 'day') return day(String(value));
  return column.kind === 'choice' ? String(choiceValue(column, value)) : literal(value);
}

function day(value: string): string {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(value)) throw new TypeError('This is not a day.');
  return value;
}
