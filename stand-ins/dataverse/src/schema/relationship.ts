import type { LookupColumn, OnDelete } from './column.js';
import type { Table } from './table.js';

/**
 * A lookup seen from both sides, one for each table that it may refer to:
 * https://learn.microsoft.com/power-apps/developer/data-platform/webapi/web-api-navigation-properties
 */
export interface Relationship {
  /** Also the collection-valued navigation property of the table referred to. */
  name: string;
  referencing: Table;
  column: LookupColumn;
  /** The single-valued navigation property of the table that refers. */
  property: string;
  /** The logical name of the table referred to. */
  referenced: string;
  onDelete: OnDelete;
}

export const relationshipsOf = (referencing: Table): Relationship[] =>
  referencing.columns.flatMap((column) =>
    column.type === 'lookup'
      ? Object.entries(column.targets).map(([referenced, { property, relationship, onDelete }]) => ({
          name: relationship,
          referencing,
          column,
          property,
          referenced,
          onDelete,
        }))
      : [],
  );
