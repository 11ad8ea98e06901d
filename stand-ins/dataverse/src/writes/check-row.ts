import { caseWithoutCustomer, keyViolated, requiredColumn } from '../errors.js';
import type { Context } from '../operations/request.js';
import type { Column } from '../schema/column.js';
import type { AlternateKey, Table } from '../schema/table.js';
import { isSameValue, type Row, type Values } from '../store/row.js';

/** The rules that a whole row must keep, whichever request made it so. Throws a DataverseError. */
export function checkRow(context: Context, table: Table, id: string, values: Values): void {
  const { store, unknowns } = context;
  const isRequired = ({ required }: Column) =>
    required === 'system' || (required === 'application' && unknowns.applicationRequired === 'enforced');
  for (const column of table.columns) {
    if (!isRequired(column) || (values[column.name] ?? null) !== null) continue;
    throw table.name === 'incident' && column.name === 'customerid'
      ? caseWithoutCustomer()
      : requiredColumn(column);
  }
  for (const key of table.keys) {
    const holder = store.findByKey(table, key, values) ?? holderWithNulls(context, table, key, id, values);
    if (holder && holder.id !== id) throw keyViolated(key);
  }
}

/** Keys are not indexed with a null in them, so whoever wants them unique has to look at every row. */
function holderWithNulls(
  { store, unknowns }: Context,
  table: Table,
  { columns }: AlternateKey,
  id: string,
  values: Values,
): Row | undefined {
  if (unknowns.nullsInAlternateKeys === 'notUnique') return undefined;
  const isSame = (row: Row) =>
    row.id !== id && columns.every((name) => isSameValue(row.values[name] ?? null, values[name] ?? null));
  return columns.some((name) => (values[name] ?? null) === null)
    ? [...store.scan(table)].find(isSame)
    : undefined;
}
