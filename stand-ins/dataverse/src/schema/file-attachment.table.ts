import { isFile, type LookupColumn, type LookupTarget } from './column.js';
import type { Table, TableDefinition } from './table.js';

export const FILE_ATTACHMENT = 'fileattachment';

/** Whose the file is. */
export const OBJECT = 'objectid';

/** A table with files is bound to them by a relationship of this name: file-column-data, "Relationship to FileAttachment table". */
export const attachmentsOf = (owner: string): LookupTarget => ({
  property: `${OBJECT}_${owner}`,
  relationship: `${owner}_FileAttachments`,
  onDelete: 'cascade',
});

const hasFiles = ({ columns }: Table) => columns.some(isFile);

/** What the platform keeps of each file in a column; file-column-data shows the columns, and which of them a client reads. */
export function fileAttachmentTable(tables: readonly Table[]): TableDefinition {
  const owners = tables.filter(hasFiles).map(({ name }) => [name, attachmentsOf(name)] as const);
  const owner: LookupColumn = {
    name: OBJECT,
    type: 'lookup',
    set: 'server',
    targets: Object.fromEntries(owners),
  };
  return {
    name: FILE_ATTACHMENT,
    schemaName: 'FileAttachment',
    entitySet: 'fileattachments',
    primaryId: 'fileattachmentid',
    primaryName: 'filename',
    label: 'File Attachment',
    pluralLabel: 'File Attachments',
    columns: [
      { name: 'fileattachmentid', type: 'uniqueidentifier', set: 'server' },
      { name: 'createdon', type: 'datetime', set: 'server' },
      { name: 'versionnumber', type: 'bigint', set: 'server' },
      { name: 'filename', type: 'string', length: 255, set: 'server' },
      { name: 'mimetype', type: 'string', length: 256, set: 'server' },
      { name: 'filesizeinbytes', type: 'bigint', set: 'server' },
      { name: 'regardingfieldname', type: 'string', length: 100, set: 'server' },
      owner,
    ],
    states: [],
    keys: [],
    changeTracking: false,
    platform: true,
  };
}
