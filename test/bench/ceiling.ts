/** The three limits on one application user, over a window. */
export interface CeilingLimits {
  requests: number;
  executionMs: number;
  concurrency: number;
  windowMs: number;
}

/** The documented defaults: learn.microsoft.com/power-apps/developer/data-platform/api-limits. */
export const documentedLimits: CeilingLimits = {
  requests: 6_000,
  executionMs: 1_200_000,
  concurrency: 52,
  windowMs: 300_000,
};

/** Requests that are all alike. */
export interface Requests {
  /** How many rows each of them brings. */
  rows: number;
  /** What it takes of execution time, in the mean. */
  costMs: number;
  /** There and back. */
  rttMs: number;
}

export const CEILING = [
  'ceiling for long  = rows a request × min(requests / window, execution time / window / cost, concurrency / (cost + network))',
  'shortest makespan = k windows, plus the time to run at the full concurrency what k windows do not hold;',
  '                    k = ceil(max(requests / limit, requests × cost / limit)) − 1: an idle window may be spent at once,',
  '                    and each further one begins a window later',
].join('\n');

/** Rows a second that the limits admit for long: on average, no window can hold more. */
export function steadyCeiling({ rows, costMs, rttMs }: Requests, limits = documentedLimits): number {
  const perMs = Math.min(
    limits.requests / limits.windowMs,
    limits.executionMs / limits.windowMs / costMs,
    limits.concurrency / (costMs + rttMs),
  );
  return rows * perMs * 1_000;
}

/**
 * The shortest time in which the limits admit so many requests, from an idle window on: nobody can be done sooner. What the
 * first windows hold is sent in bursts, each a window after the one before; what is left over runs in the last one.
 */
export function shortestMakespanMs(
  count: number,
  { costMs, rttMs }: Requests,
  limits = documentedLimits,
): number {
  const perWindow = Math.min(limits.requests, limits.executionMs / costMs);
  const windowsBefore = Math.ceil(count / perWindow) - 1;
  return Math.max(
    runMs(count, { costMs, rttMs }, limits),
    windowsBefore * limits.windowMs + runMs(count - windowsBefore * perWindow, { costMs, rttMs }, limits),
  );
}

/** As many at once as may be. */
const runMs = (
  count: number,
  { costMs, rttMs }: Omit<Requests, 'rows'>,
  { concurrency }: CeilingLimits,
): number => Math.max(1, count / concurrency) * (costMs + rttMs);
