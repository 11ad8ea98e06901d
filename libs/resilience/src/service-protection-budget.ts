/** Who asks: a citizen waits, a subscriber waits for an event, or a nightly load runs. Served in this order. */
export type Lane = 'interactive' | 'event' | 'batch';

/** The three service protection limits, and `unknown` for a 429 whose code says none of them. */
export type BudgetFacet = 'requests' | 'executionTime' | 'concurrency' | 'unknown';

/**
 * The three limits of one application user in one environment
 * (learn.microsoft.com/power-apps/developer/data-platform/api-limits).
 */
export interface BudgetLimits {
  requests: number;
  executionMs: number;
  concurrency: number;
}

/** A wish to send one request. */
export interface BudgetAsk {
  lane: Lane;
  /** The execution time to set aside until the call is settled, in milliseconds. */
  estimatedMs: number;
  signal?: AbortSignal | undefined;
  /** Epoch milliseconds after which the answer is of no use. */
  deadline?: number | undefined;
}

/** The right to send one request now. */
export interface Permit {
  /** Gives the permit back, with the time measured around the transport alone. A second call does nothing. */
  settle(spent: { executionMs: number }): void;
}

/** The budget at one moment, for health and metrics. */
export interface BudgetSnapshot {
  limits: BudgetLimits;
  /** Settled in the window plus set aside for what is in flight. */
  used: { requests: number; executionMs: number };
  inFlight: number;
  waiting: Record<Lane, number>;
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
  /** Holds everybody back until then: a 429 was answered. An earlier moment than the present one changes nothing; never beyond 15 minutes from now. */
  blockUntil(epochMs: number, facet: BudgetFacet): void;
  snapshot(): BudgetSnapshot;
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
