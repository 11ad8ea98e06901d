import type { BudgetFacet, BudgetLimits, Lane, Spend } from '../limits.js';
import type { LedgerView } from './ledger-message.js';
import type { LedgerSettings } from './ledger-settings.js';
import type { PastSpend } from './spent-window.js';

/** The ledger at one moment, in full: for people to look at, and for a forecast. */
export interface LedgerReport {
  settings: LedgerSettings;
  view: LedgerView;
  /** What may be spent of the limits now: less the margin, what is held back, and what reactions to 429s leave out. */
  room: BudgetLimits;
  /** What is in the window, oldest first, in at most 60 pieces. */
  past: PastSpend[];
  members: MemberReport[];
  waiting: Record<Lane, LaneWaiting>;
  /** Found empty, and not all processes have told what they did before: each keeps to what is certainly its own. */
  isRecovering: boolean;
  /** While a 429 holds everybody back. */
  block: { forMs: number; facet: BudgetFacet } | undefined;
  /** The service's own, as it was told last. */
  recommendedConcurrency: number | undefined;
}

/** A process that shares the ledger. */
export interface MemberReport {
  id: string;
  /** Milliseconds since its last message; undefined when it works alone. */
  heardAgoMs: number | undefined;
  /** Its own part of the window, what is in flight included. */
  own: Spend;
}

/** Each process tells of the first that waits in each lane. */
export interface LaneWaiting {
  processes: number;
  /** Of whoever waits longest. */
  longestMs: number;
}
