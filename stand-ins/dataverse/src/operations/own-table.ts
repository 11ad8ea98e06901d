import { missing } from '../not-implemented.js';
import type { Table } from '../schema/table.js';

/** @throws DataverseError 501 for a table whose rows the stand-in makes itself */
export function requireOwnTable({ name, definition }: Table): void {
  if (definition.platform) throw missing('platformTables', name);
}

/** @throws DataverseError 501 for a table whose rows are there from the start */
export function requireFreeRows({ name, definition }: Table): void {
  if (definition.fixedRows) throw missing('platformTables', name);
}
