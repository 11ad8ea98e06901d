import { checkGuid } from '../columns/check-value.js';
import { missingParameter, rowNotFound, unknownColumn, unknownTable } from '../errors.js';
import type { Context } from '../operations/request.js';
import type { FileColumn, ImageColumn } from '../schema/column.js';
import type { Table } from '../schema/table.js';
import type { Row } from '../store/row.js';
import { isFields, type Fields } from '../writes/read-fields.js';

/** The row and the column that a message names: `Target`, by its type and id, and `FileAttributeName`. Throws a DataverseError. */
export function columnNamed(
  context: Context,
  { Target: target, FileAttributeName: name }: Fields,
  message: string,
): { table: Table; row: Row; column: FileColumn | ImageColumn } {
  if (!isFields(target)) throw missingParameter('Target', message);
  if (typeof name !== 'string') throw missingParameter('FileAttributeName', message);
  const table = tableOf(context, target);
  return {
    table,
    row: rowWith(context, table, checkGuid(target[table.primaryId])),
    column: fileColumn(table, name),
  };
}

/** @throws DataverseError 404 */
export function rowWith({ store }: Context, table: Table, id: string): Row {
  const row = store.get(table, id);
  if (!row) throw rowNotFound(table, id);
  return row;
}

/** @throws DataverseError for what is no column of files or images */
export function fileColumn(table: Table, name: string): FileColumn | ImageColumn {
  const column = table.columnsByName.get(name);
  if (column?.type !== 'file' && column?.type !== 'image') throw unknownColumn(table, name);
  return column;
}

function tableOf({ tables }: Context, target: Fields): Table {
  const type = String(target['@odata.type'] ?? '').replace(/^#?Microsoft\.Dynamics\.CRM\./, '');
  const table = tables.named(type);
  if (!table) throw unknownTable(type);
  return table;
}
