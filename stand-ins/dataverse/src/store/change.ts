import type { SchemaChange } from '../schema/schema-change.js';
import type { Values } from './row.js';

/** One change of one row. */
export type RowChange =
  | { op: 'put'; table: string; id: string; version: number; values: Values; sequence?: number }
  | { op: 'delete'; table: string; id: string; version: number };

export type Change = RowChange | SchemaChange;

/** What was committed together: a line of the log. */
export type Commit = readonly [Change, ...Change[]];
