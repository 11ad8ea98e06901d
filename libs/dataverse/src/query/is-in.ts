import type { MappedColumn } from '../table-map/column.js';
import { choiceValue, columnOf } from '../table-map/column-names.js';
import { guid, literal, wellFormed } from '../web-api/odata.js';
import type { ColumnNameOf, Table } from '../table-map/table.js';
import { Filter } from './filter.js';
import type { FilterValue } from './operand.js';

/** Columns whose values can stand in a list. */
type ListedName<T extends Table> = ColumnNameOf<T, 'text' | 'number' | 'choice' | 'lookup'>;

/** The rows whose column has one of these values. The URL grows with them: for hundreds, ask several times. */
export const isIn = <T extends Table, Name extends ListedName<T>>(
  table: T,
  name: Name,
  values: readonly FilterValue<T['columns'][Name]>[],
): Filter<T['name']> => listFilter('In', table, name, values);

/** The rows whose column has none of these values. */
export const isNotIn = <T extends Table, Name extends ListedName<T>>(
  table: T,
  name: Name,
  values: readonly FilterValue<T['columns'][Name]>[],
): Filter<T['name']> => listFilter('NotIn', table, name, values);

/**
 * The values are a JSON array of texts: a single quote in one of them would end a list in single quotes
 * (learn.microsoft.com/power-apps/developer/data-platform/webapi/query/filter-rows, "Manage single quotes").
 */
function listFilter<T extends Table>(
  operator: 'In' | 'NotIn',
  table: T,
  name: string,
  values: readonly unknown[],
): Filter<T['name']> {
  const column = columnOf(table, name);
  if (values.length === 0) throw new TypeError('A list of no values finds nothing.');
  const list = JSON.stringify(values.map((value) => listed(name, column, value)));
  const test = `Microsoft.Dynamics.CRM.${operator}(PropertyName='${column.column}',PropertyValues=${list})`;
  return new Filter<T['name']>(table.name, test, 'test', true);
}

function listed(name: string, column: MappedColumn, value: unknown): string {
  if (column.kind === 'choice') return String(choiceValue(column, value, name));
  if (column.kind === 'lookup') return guid(value, name);
  if (column.kind === 'number' && typeof value === 'number') return literal(value);
  if (column.kind === 'text' && typeof value === 'string') return wellFormed(value);
  throw new TypeError(`This cannot stand in a list of values of ${name}.`);
}
