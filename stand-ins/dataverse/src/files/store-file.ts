import type { Context } from '../operations/request.js';
import type { FileColumn, ImageColumn } from '../schema/column.js';
import type { Table } from '../schema/table.js';
import type { Row } from '../store/row.js';
import { updateRow } from '../writes/update-row.js';
import { attachFile } from './attach-file.js';
import { mimeTypeOf } from './mime-type.js';

/** Puts a whole file into a column, be it for files or for images. Gives the id of the file, where it has one. */
export function storeFile(
  context: Context,
  table: Table,
  row: Row,
  column: FileColumn | ImageColumn,
  name: string,
  bytes: Buffer,
  mimeType: string = mimeTypeOf(name),
): string | undefined {
  if (column.type === 'file') return attachFile(context, table, row, column, { name, mimeType, bytes });
  const written = updateRow(context, table, row, new Map([[column.name, bytes.toString('base64')]]));
  return String(written.values[`${column.name}id`]);
}
