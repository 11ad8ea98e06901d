import type { Values } from './row.js';

/** One committed change: a line of the log. */
export type Change =
  | { op: 'put'; table: string; id: string; version: number; values: Values; sequence?: number }
  | { op: 'delete'; table: string; id: string; version: number };
