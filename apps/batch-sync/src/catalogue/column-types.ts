import type { SourceColumn } from './column.js';
import type { Integration } from './integration.js';

export type ColumnType = SourceColumn['type'];

/** The columns of rows under way, by name; undefined where nobody can tell the type beforehand. */
export type ColumnTypes = ReadonlyMap<string, ColumnType | undefined>;

/** All columns that the rows of an integration have. */
export const columnTypes = ({ source, columns, computed }: Integration): ColumnTypes =>
  new Map<string, ColumnType>([
    ...Object.entries(columns).map(([name, { type }]) => [name, type] as const),
    ...(source.otherColumns === 'kept' ? [['others', 'text'] as const] : []),
    ...Object.entries(computed).map(([name, { type }]) => [name, type] as const),
  ]);
