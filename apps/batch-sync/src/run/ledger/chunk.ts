import type { Counts, DoneHow } from '../run-report.js';

/** A chunk in somebody's hands. */
export interface TakenChunk {
  readonly run: string;
  readonly stage: number;
  readonly number: number;
  /** How often it was taken, this time included. Whoever has it says so, for another may have taken it since. */
  readonly attempts: number;
  /** Null for all of a stage. */
  readonly firstKey: string | null;
  readonly lastKey: string | null;
  readonly rows: number;
  readonly tally: Tally;
}

/** What became of the rows of a chunk, so far. */
export interface Tally {
  readonly done: Counts<DoneHow>;
  /** Of those that were written: inactive in Dataverse before. */
  readonly reactivated: number;
  /** By the code of the refusal. */
  readonly refused: Counts;
}

export const noTally: Tally = { done: {}, reactivated: 0, refused: {} };
