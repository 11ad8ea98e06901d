import type { Facts } from './compare/differences.js';

/** What was tried, with its counters, and everything that came out otherwise than expected. */
export interface Line {
  readonly source: string;
  readonly delivery: string;
  readonly counters: Facts;
  readonly differs: readonly string[];
}
