import type { Column } from './column.js';
import { systemColumns } from './system-columns.js';
import type { TableDefinition } from './table.js';

/** A table of the platform's whose rows belong to the organisation and have no states, with the columns that every table has. */
export function organizationTable(
  definition: Omit<TableDefinition, 'states' | 'keys' | 'ownership' | 'columns'>,
  columns: readonly Column[],
): TableDefinition {
  const { name, primaryId } = definition;
  const shared = { ownership: 'organization', states: [] } as const;
  return {
    ...definition,
    ...shared,
    columns: [...systemColumns({ name, primaryId, ...shared }), ...columns],
    keys: [],
  };
}
