import { fullestWindow } from '../support/fullest-window.js';

/** What the judge must know of a request: when it came, when it was done, what it took. */
export interface JudgedCall {
  arrivedAt: number;
  completedAt: number;
  executionMs: number;
}

export interface JudgedLimits {
  requests: number;
  executionMs: number;
  concurrency: number;
}

/** The fullest window of each facet, as a share of its limit, whichever way the service dates a request; and the most at once. */
export interface Verdict {
  requests: number;
  executionTime: number;
  concurrency: number;
}

/**
 * Holds a plain log against the limits. It knows neither a client nor an engine, and counts everything that was sent, also what
 * a limit would have refused: an overrun that was refused is one all the same. Nobody publishes when within a request
 * its execution time is counted, so both ends are tried.
 */
export function judge(calls: readonly JudgedCall[], limits: JudgedLimits, windowMs: number): Verdict {
  const fullest = (when: keyof JudgedCall, weigh: (call: JudgedCall) => number) =>
    fullestWindow(
      calls.map((call) => ({ at: call[when], weight: weigh(call) })),
      windowMs,
    );
  const mostOf = (weigh: (call: JudgedCall) => number) =>
    Math.max(fullest('arrivedAt', weigh), fullest('completedAt', weigh));
  return {
    requests: mostOf(() => 1) / limits.requests,
    executionTime: mostOf(({ executionMs }) => executionMs) / limits.executionMs,
    concurrency: mostAtOnce(calls) / limits.concurrency,
  };
}

/** Of all facets. */
export const worstOf = ({ requests, executionTime, concurrency }: Verdict): number =>
  Math.max(requests, executionTime, concurrency);

/** A request that ends at the moment at which another comes makes room for it. */
export function mostAtOnce(calls: readonly JudgedCall[]): number {
  const changes = calls.flatMap(({ arrivedAt, completedAt }) => [
    { at: arrivedAt, by: 1 },
    { at: completedAt, by: -1 },
  ]);
  changes.sort((a, b) => a.at - b.at || a.by - b.by);
  let running = 0;
  let most = 0;
  for (const { by } of changes) most = Math.max(most, (running += by));
  return most;
}
