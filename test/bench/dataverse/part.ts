import type { BenchOptions } from '../bench.js';

/** Something that our bulk messages shall reach. */
export interface Goal {
  what: string;
  /** Unknown where nothing was measured that counts. */
  isReached: boolean | undefined;
}

/** What a part of the bench found. */
export interface PartResult {
  figures: Readonly<Record<string, unknown>>;
  words: string;
  goals: readonly Goal[];
}

/** One of the ways in which the same work is measured. */
export interface Part {
  /** How many times `onStep` hears of it. */
  steps: (options: BenchOptions) => number;
  measure: (options: BenchOptions, onStep: (note: string) => void) => Promise<PartResult>;
}
