import type { LedgerReport } from './ledger/ledger-report.js';
import type { BudgetFacet, BudgetLimits, Lane, Spend } from './limits.js';

/** A wish to send one request. */
export interface BudgetAsk {
  lane: Lane;
  /** The execution time to set aside until the call is settled, in milliseconds. */
  estimatedMs: number;
  /** By how much calls of this kind have lately taken more than was set aside, in milliseconds. Default 0. */
  surpriseMs?: number | undefined;
  signal?: AbortSignal | undefined;
  /** Epoch milliseconds after which the answer is of no use. */
  deadline?: number | undefined;
}

/** The right to send one request now. */
export interface Permit {
  /**
   * Gives the permit back, with the time measured around the transport alone, undefined when nothing was sent, and the operations
   * that it did (default 1). A second call does nothing.
   */
  settle(spent: { executionMs: number | undefined; operations?: number | undefined }): void;
}

/**
 * How a process stands with the others of its application user: it shares what there is; or keeps to what is certainly its own,
 * because the ledger is new and does not know yet what all have spent; or, cut off from the ledger, does so until it is there again.
 */
export type Standing = 'shares' | 'keeps-to-its-own' | 'cut-off';

/** Hears when that changes, with the reason of a cut. */
export type StandingListener = (standing: Standing, reason?: unknown) => void;

/** The budget at one moment, for health and metrics. */
export interface BudgetSnapshot {
  limits: BudgetLimits;
  /** Settled in the window plus set aside for what is in flight: of all processes. */
  used: Spend;
  /** Of that, what this process spent and has in flight. */
  own: Spend;
  /** Of all processes. */
  inFlight: number;
  /** In this process. */
  waiting: Record<Lane, number>;
  /** What each lane spends lately, a second, of all processes. */
  rates: Record<Lane, Spend>;
  /** Kept for processes that are not heard of and may work on their own. */
  heldBack: Spend;
  /** Cut off, `used` and `inFlight` are those of this process. */
  standing: Standing;
  /** By how much batches should be smaller: 1, and less after a 429 for execution time. */
  callScale: number;
  /** Of the last 24 hours, as the entitlement counts them. */
  operations: number;
  /** Present while a 429 holds everybody back. Epoch milliseconds. */
  blockedUntil?: number;
  blockedBy?: BudgetFacet;
}

/** What one application user may still spend; every request of that user takes a permit first. */
export interface ServiceProtectionBudget {
  /**
   * Waits for a permit. Rejects with `BudgetDeadlineError` when none came (or can come) before the deadline, with the
   * signal's reason when the caller left.
   */
  acquire(ask: BudgetAsk): Promise<Permit>;
  /** Holds everybody back: a 429 was answered. A shorter wait than the present one changes nothing; never for more than 15 minutes. */
  block(forMs: number, facet: BudgetFacet): void;
  /** What the service thinks well of, as an upper bound for all but the interactive lane. */
  recommendConcurrency(places: number): void;
  snapshot(): BudgetSnapshot;
  /** The ledger in full; undefined when it cannot be read now. */
  report(): Promise<LedgerReport | undefined>;
  /** Tells what is left to tell. Whoever still waits is refused. */
  close(): Promise<void>;
}

/** There was no permit before the caller's deadline. Nothing was sent. */
export class BudgetDeadlineError extends Error {
  readonly code = 'budget-deadline';
  override readonly name = 'BudgetDeadlineError';

  /** `retryAfterMs` is known when a 429 holds everybody back. */
  constructor(readonly retryAfterMs?: number) {
    super('The service protection budget had no room before the deadline.');
  }
}
