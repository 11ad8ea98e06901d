import type { BudgetFacet, BudgetLimits, Lane, Spend } from '../limits.js';
import type { PastSpend } from './spent-window.js';

/** A wish to send one request, as the ledger hears of it. Its id is chosen by whoever asks, and becomes that of the permit. */
export interface LedgerAsk {
  id: string;
  lane: Lane;
  /** How long it has been waiting; the clocks of two machines are never compared. */
  waitedMs: number;
  /** What to set aside. */
  estimatedMs: number;
  /** By how much a request of this kind has lately surprised: taken more than was set aside. */
  surpriseMs: number;
}

/** A permit that is given back. */
export interface Settlement {
  id: string;
  /** Measured around the transport alone; undefined when nothing was sent. */
  executionMs: number | undefined;
  /** How many operations of the 24-hour entitlement it did. */
  operations: number;
}

/** A 429 that was answered. */
export interface Throttled {
  facet: BudgetFacet;
  forMs: number;
}

/** What a process did that the ledger does not know of: while they could not speak, or before the ledger was lost. */
export interface Untold {
  /** All of the last window, for a ledger that was lost; else only what it was not told. */
  isWhole: boolean;
  /** With all of the last window: how long the process has been there, since it cannot tell what was before. Default 0. */
  livedMs?: number | undefined;
  /** With all of the last window: the process has spoken with a ledger before. Default no. */
  wasHeard?: boolean | undefined;
  /** For the entitlement, of the last 24 hours. Default 0. */
  operations?: number | undefined;
  spent: PastSpend[];
  inFlight: { id: string; lane: Lane; ageMs: number; estimatedMs: number }[];
}

/** All that one process has to say at a time: what it gives back, what it has heard, what it wants. */
export interface LedgerMessage {
  member: string;
  settlements: Settlement[];
  throttled: Throttled[];
  /** The service's recommended degree of parallelism, when it has changed. */
  recommendedConcurrency?: number | undefined;
  untold?: Untold | undefined;
  /** In the order in which they came, lane by lane. */
  asks: LedgerAsk[];
  /** Its own part of the window, what is in flight included. */
  own: Spend;
  /** It spends on its own, and may go on so if it does not hear an answer. */
  isAlone?: boolean | undefined;
  /** It ends, and what it held is settled. */
  isLeaving?: boolean | undefined;
}

/** Why the first in turn cannot go yet. */
export type Hindrance = BudgetFacet | 'block' | 'pace' | 'turn' | 'environment';

/** When to ask again, and what stands in the way. */
export interface Wait {
  ms: number;
  hindrance: Hindrance;
}

/** What the ledger says to a message. */
export interface LedgerAnswer {
  /** The asks that are now permits. */
  granted: string[];
  /** When to ask again, unless something is heard sooner; undefined when nobody asked in vain. */
  wait?: Wait | undefined;
  block?: { forMs: number; facet: BudgetFacet } | undefined;
  /** The ledger does not know this member and wants to hear all that it did in the last window before anything else. */
  wantsHistory: boolean;
  /** The ledger was found empty and not all have told it what they did: each must keep to what it knows to be its own. */
  isRecovering: boolean;
  /** Another process that waits, and whose turn it is now. */
  calls?: string | undefined;
  view: LedgerView;
}

/** The ledger at one moment, in short. */
export interface LedgerView {
  limits: BudgetLimits;
  spent: Spend;
  inFlight: number;
  setAsideMs: number;
  /** Of processes that are not heard of and may work on their own. */
  heldBack: Spend;
  /** By how much batches should be smaller: 1, and less after a 429 for execution time. */
  callScale: number;
  /** Of the last 24 hours. */
  operations: number;
  /** What each lane spends lately, a second. */
  rates: Record<Lane, Spend>;
}
