import type { RoundResult } from './round.js';

/** A round, and what it comes to. */
export interface JudgedRound extends RoundResult {
  /** Of the ceiling. */
  share: number;
  /** The service was late itself: what was measured is the machine. */
  isVoid: boolean;
}
