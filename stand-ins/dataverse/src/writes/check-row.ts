import { caseWithoutCustomer, keyViolated, requiredColumn } from '../errors.js';
import type { Context } from '../operations/request.js';
import type { Column } from '../schema/column.js';
import type { Table } from '../schema/table.js';
import type { Values } from '../store/row.js';

/** The rules that a whole row must keep, whichever request made it so. Throws a DataverseError. */
export function checkRow({ store, unknowns }: Context, table: Table, id: string, values: Values): void {
  const isRequired = ({ required }: Column) =>
    required === 'system' || (required === 'application' && unknowns.applicationRequired === 'enforced');
  for (const column of table.columns) {
    if (!isRequired(column) || (values[column.name] ?? null) !== null) continue;
    throw table.name === 'incident' && column.name === 'customerid'
      ? caseWithoutCustomer()
      : requiredColumn(column);
  }
  for (const key of table.keys) {
    const holder = store.findByKey(table, key, values);
    if (holder && holder.id !== id) throw keyViolated(key);
  }
}
