import { columnOf, selectName } from '../table-map/column-names.js';
import type { ColumnName, ColumnNameOf, Table } from '../table-map/table.js';
import { Filter } from './filter.js';
import { type FilterValue, operand } from './operand.js';

/** Columns that have an order which a filter may ask for. */
type OrderedName<T extends Table> = ColumnNameOf<T, 'number' | 'moment' | 'day'>;

type Equality = <T extends Table, Name extends ColumnName<T>>(
  table: T,
  name: Name,
  value: FilterValue<T['columns'][Name]> | null,
) => Filter<T['name']>;

type Ordering = <T extends Table, Name extends OrderedName<T>>(
  table: T,
  name: Name,
  value: FilterValue<T['columns'][Name]>,
) => Filter<T['name']>;

/** The rows whose column has this value; text is compared without regard to case. `null` finds the empty ones. */
export const eq: Equality = (table, name, value) => comparison(table, name, 'eq', value);

/** The rows whose column has another value; `null` finds those that have any. */
export const ne: Equality = (table, name, value) => comparison(table, name, 'ne', value);

/** The rows whose column is above this value. */
export const gt: Ordering = (table, name, value) => comparison(table, name, 'gt', value);

/** The rows whose column is this value or above it. */
export const ge: Ordering = (table, name, value) => comparison(table, name, 'ge', value);

/** The rows whose column is below this value. */
export const lt: Ordering = (table, name, value) => comparison(table, name, 'lt', value);

/** The rows whose column is this value or below it. */
export const le: Ordering = (table, name, value) => comparison(table, name, 'le', value);

/** The rows whose column is empty. */
export const isNull = <T extends Table>(table: T, name: ColumnName<T>): Filter<T['name']> =>
  comparison(table, name, 'eq', null);

/** The rows whose column is not empty. */
export const isNotNull = <T extends Table>(table: T, name: ColumnName<T>): Filter<T['name']> =>
  comparison(table, name, 'ne', null);

function comparison<T extends Table>(
  table: T,
  name: string,
  operator: 'eq' | 'ne' | 'gt' | 'ge' | 'lt' | 'le',
  value: unknown,
): Filter<T['name']> {
  const column = columnOf(table, name);
  const right = value === null ? 'null' : operand(name, column, value);
  return new Filter<T['name']>(table.name, `${selectName(column)} ${operator} ${right}`);
}
