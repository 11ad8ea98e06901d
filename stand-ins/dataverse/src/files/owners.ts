import type { Context } from '../operations/request.js';
import { attachmentsOf, FILE_ATTACHMENT, OBJECT } from '../schema/file-attachment.table.js';
import { isReference } from '../store/row.js';

/** Gives a table that has got its first column for files the relationship to them, unless it has that already. */
export function bindFilesOf({ tables, store }: Context, owner: string): void {
  const column = tables.named(FILE_ATTACHMENT)?.columnsByName.get(OBJECT);
  if (column?.type !== 'lookup' || Object.hasOwn(column.targets, owner)) return;
  const targets = { ...column.targets, [owner]: attachmentsOf(owner) };
  store.write({ op: 'putColumn', table: FILE_ATTACHMENT, column: { ...column, targets } });
}

/** The files of a table that goes, or of one of its columns. */
export function forgetFilesOf({ tables, store }: Context, owner: string, column?: string): void {
  const table = tables.named(FILE_ATTACHMENT);
  for (const { id, values } of table ? store.scan(table) : []) {
    const object = values[OBJECT];
    if (!object || !isReference(object) || object.table !== owner) continue;
    if (column === undefined || values['regardingfieldname'] === column)
      store.write({ op: 'delete', table: FILE_ATTACHMENT, id, version: store.nextVersion() });
  }
}
