import type { BudgetFacet, BudgetLimits } from '#lib/resilience';

export type LimitingFacet = Exclude<BudgetFacet, 'unknown'>;

/** The window of the limits of requests and of execution time, in milliseconds. */
const WINDOW_MS = 300_000;

/** Calls that were made, or are to be made. */
export interface Calls {
  readonly requests: number;
  readonly executionMs: number;
}

/**
 * How long these calls take at the even pace that the limits allow, in milliseconds, and which limit makes it so. The budget paces: few
 * calls are done no faster than many.
 */
export function pacedMs(
  { requests, executionMs }: Calls,
  limits: BudgetLimits,
): { facet: LimitingFacet; ms: number } {
  const all: { facet: LimitingFacet; ms: number }[] = [
    { facet: 'requests', ms: (requests / limits.requests) * WINDOW_MS },
    { facet: 'executionTime', ms: (executionMs / limits.executionMs) * WINDOW_MS },
    { facet: 'concurrency', ms: executionMs / limits.concurrency },
  ];
  return all.reduce((most, each) => (each.ms > most.ms ? each : most));
}
