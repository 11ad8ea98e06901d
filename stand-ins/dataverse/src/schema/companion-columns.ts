import type { Column } from './column.js';

/**
 * A column with those that the platform keeps beside it: the name of a file (file-column-data, "File name column"); the id, the time
 * and the URL of an image (image-column-data, "Download URL").
 */
export function withCompanions(column: Column): readonly Column[] {
  const beside = (ending: string): Companion => ({
    name: `${column.name}${ending.toLowerCase()}`,
    schemaName: `${column.schemaName ?? column.name}${ending}`,
    custom: column.custom,
    set: 'server',
    partOf: column.name,
  });
  if (column.type === 'file') return [column, { ...beside('_Name'), type: 'string', length: LONGEST_NAME }];
  if (column.type !== 'image') return [column];
  return [
    column,
    { ...beside('Id'), type: 'uniqueidentifier' },
    { ...beside('_Timestamp'), type: 'bigint' },
    { ...beside('_URL'), type: 'string', length: LONGEST_URL },
  ];
}

/** The lengths are ours. */
const LONGEST_NAME = 255;
const LONGEST_URL = 1_000;

type Companion = Pick<Column, 'name' | 'schemaName' | 'custom' | 'set' | 'partOf'>;
