import type { Column, Table } from '#lib/dataverse-schema';
import { ownColumns, stateColumns } from '../own-columns.js';

const SET_BY_THE_SYNC: readonly string[] = [...Object.values(ownColumns), ...Object.values(stateColumns)];

/** Why an integration cannot write a column of a table; undefined when it can. */
export function whyNotWritable(table: Table, name: string, column: Column | undefined): string | undefined {
  if (SET_BY_THE_SYNC.includes(name)) return `${name} is set by the sync itself`;
  if (name === table.primaryId) return `${name} is the id of the row, which Dataverse gives it`;
  if (!column) return `there is no column ${name} in ${table.name} of the schema`;
  if (column.set === 'server') return `${name} is set by Dataverse alone`;
  if (column.set === 'onCreate')
    return `${name} can be set only when a row is made, and the sync writes rows again`;
  return undefined;
}
