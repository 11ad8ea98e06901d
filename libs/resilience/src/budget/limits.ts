/** Who asks: a citizen waits, a subscriber waits for an event, or a nightly load runs. Served in this order. */
export type Lane = 'interactive' | 'event' | 'batch';

/** From the first served to the last. */
export const lanesByRank: readonly Lane[] = ['interactive', 'event', 'batch'];

/** Something for each lane. */
export const eachLane = <Value>(valueOf: (lane: Lane) => Value): Record<Lane, Value> => ({
  interactive: valueOf('interactive'),
  event: valueOf('event'),
  batch: valueOf('batch'),
});

/** The lanes that are served before this one. */
export const lanesAbove = (lane: Lane): readonly Lane[] => lanesByRank.slice(0, lanesByRank.indexOf(lane));

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

/** The published defaults; "may vary", so a setting. */
export const defaultBudgetLimits: BudgetLimits = { requests: 6_000, executionMs: 1_200_000, concurrency: 52 };

/** What is counted over a window: of two of the limits. */
export interface Spend {
  requests: number;
  executionMs: number;
}

/** One 429 holds everybody back, so it is not believed for longer; if it was true, the next one says so. */
export const longestBlockMs = 900_000;
