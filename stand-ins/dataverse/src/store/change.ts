import type { Values } from './row.js';

/** One change of one row. */
export type Change =
  | { op: 'put'; table: string; id: string; version: number; values: Values; sequence?: number }
  | { op: 'delete'; table: string; id: string; version: number };

/** What was committed together: a line of the log. */
export type Commit = readonly [Change, ...Change[]];
