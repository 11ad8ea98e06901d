import { caseWithoutCustomer, keyViolated, requiredColumn } from '../errors.js';
import type { Table } from '../schema/table.js';
import type { RowStore } from '../store/row-store.js';
import type { Values } from '../store/row.js';

/** The rules that a whole row must keep, whichever request made it so. Throws a DataverseError. */
export function checkRow(store: RowStore, table: Table, id: string, values: Values): void {
  for (const column of table.columns) {
    if (column.required !== 'system' || (values[column.name] ?? null) !== null) continue;
    throw table.name === 'incident' && column.name === 'customerid'
      ? caseWithoutCustomer()
      : requiredColumn(column);
  }
  for (const key of table.definition.keys) {
    const holder = store.findByKey(table, key, values);
    if (holder && holder.id !== id) throw keyViolated(key);
  }
}
