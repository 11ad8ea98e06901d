import { columnOf, selectName } from '../table-map/column-names.js';
import type { ColumnNameOf, Table } from '../table-map/table.js';

/** Columns that rows can be put in the order of. A lookup is none: the service would take the other row's name for it. */
type SortableName<T extends Table> = ColumnNameOf<
  T,
  'text' | 'number' | 'flag' | 'moment' | 'day' | 'choice'
>;

/** A column to order by, ascending, or `<column> desc`. A choice is ordered by its integer. */
export type OrderBy<T extends Table> = SortableName<T> | `${SortableName<T>} desc`;

/**
 * The `$orderby` of these columns, with the primary id as the last: without a unique end to the order, pages may repeat rows
 * or miss some. Without any columns the service orders by the primary id itself
 * (learn.microsoft.com/power-apps/developer/data-platform/webapi/query/page-results).
 */
export const orderByOf = (table: Table, terms: readonly string[] = []): string | undefined =>
  terms.length === 0 ? undefined : [...terms.map((term) => ordered(table, term)), table.primaryId].join(',');

function ordered(table: Table, term: string): string {
  const [, name = term, descending = ''] = /^(.+)( desc)$/.exec(term) ?? [];
  const column = columnOf(table, name);
  if (column.kind === 'lookup') throw new TypeError('Rows cannot be ordered by a lookup.');
  return selectName(column) + descending;
}
