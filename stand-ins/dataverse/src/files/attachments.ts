import { toDatetime } from '../columns/check-date.js';
import type { Context } from '../operations/request.js';
import { FILE_ATTACHMENT, OBJECT } from '../schema/file-attachment.table.js';
import type { Table } from '../schema/table.js';

/** A file, whole. */
export interface NewFile {
  name: string;
  mimeType: string;
  bytes: Buffer;
}

/** A file as a column has it. */
export interface Attachment {
  id: string;
  name: string;
  mimeType: string;
  sizeInBytes: number;
}

/** The file of this id, if there is one. */
export function attachmentWith({ tables, store }: Context, id: unknown): Attachment | undefined {
  const table = tables.named(FILE_ATTACHMENT);
  const row = table && typeof id === 'string' ? store.get(table, id) : undefined;
  if (!row) return undefined;
  const { filename, mimetype, filesizeinbytes } = row.values;
  return {
    id: row.id,
    name: String(filename),
    mimeType: String(mimetype),
    sizeInBytes: Number(filesizeinbytes),
  };
}

/** Writes a file for a column, and the row that describes it. */
export function addAttachment(
  { store, now }: Context,
  id: string,
  owner: { table: Table; id: string; column: string },
  { name, mimeType, bytes }: NewFile,
): void {
  const values = {
    fileattachmentid: id,
    createdon: toDatetime(now),
    filename: name,
    mimetype: mimeType,
    filesizeinbytes: bytes.length,
    regardingfieldname: owner.column,
    [OBJECT]: { table: owner.table.name, id: owner.id },
  };
  store.writeFile({ op: 'put', table: FILE_ATTACHMENT, id, version: store.nextVersion(), values }, bytes);
}

export function removeAttachment(context: Context, id: unknown): void {
  const { store } = context;
  const attachment = attachmentWith(context, id);
  if (!attachment) return;
  store.write({ op: 'delete', table: FILE_ATTACHMENT, id: attachment.id, version: store.nextVersion() });
}
