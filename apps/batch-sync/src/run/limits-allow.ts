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
 * The least time that these calls take, in milliseconds, and the limit that makes it so. A load that has its application user for itself
 * may spend a window at once, with as many calls at a time as are allowed; for each further window it has to wait.
 */
export function leastMs(
  { requests, executionMs }: Calls,
  limits: BudgetLimits,
): { facet: LimitingFacet; ms: number } {
  const ofRequests = requests / limits.requests;
  const ofExecution = executionMs / limits.executionMs;
  const windows = Math.max(ofRequests, ofExecution);
  const atOnceMs = executionMs / limits.concurrency;
  if (windows <= 1) return { facet: 'concurrency', ms: atOnceMs };
  const waits = Math.ceil(windows) - 1;
  const rest = (windows - waits) / windows;
  return {
    facet: ofRequests > ofExecution ? 'requests' : 'executionTime',
    ms: waits * WINDOW_MS + rest * atOnceMs,
  };
}
