import { randomUUID } from 'node:crypto';
import { fileTooBig } from '../errors.js';
import type { Context } from '../operations/request.js';
import type { FileColumn } from '../schema/column.js';
import type { Table } from '../schema/table.js';
import type { Row } from '../store/row.js';
import { updateRow } from '../writes/update-row.js';
import { addAttachment, removeAttachment, type NewFile } from './attachments.js';
import { checkKind } from './check-file.js';

/** Puts a file into a column, in the place of the one before, and gives its id. Throws a DataverseError. */
export function attachFile(
  context: Context,
  table: Table,
  row: Row,
  column: FileColumn,
  file: NewFile,
): string {
  checkKind(context, file.name, file.mimeType);
  if (file.bytes.length > column.maxSizeInKB * 1024) throw fileTooBig();
  const id = randomUUID();
  const columns = new Map([
    [column.name, id],
    [nameColumn(column), file.name],
  ]);
  updateRow(context, table, row, columns);
  removeAttachment(context, row.values[column.name]);
  addAttachment(context, id, { table, id: row.id, column: column.name }, file);
  return id;
}

/** Takes the file out of a column. */
export function detachFile(context: Context, table: Table, row: Row, column: FileColumn): void {
  const columns = new Map([
    [column.name, null],
    [nameColumn(column), null],
  ]);
  updateRow(context, table, row, columns);
  removeAttachment(context, row.values[column.name]);
}

const nameColumn = ({ name }: FileColumn) => `${name}_name`;
