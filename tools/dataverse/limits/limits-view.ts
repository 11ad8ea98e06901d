import type { Lane } from '#lib/resilience';

/** How one application user's budget stands, wherever that was read. */
export interface LimitsView {
  /** Whose limits, and who says so. */
  title: string;
  facets: FacetView[];
  lanes: LaneView[];
  spenders: SpenderView[];
  /** What should be known besides, in words. */
  notes: string[];
  operations: { ofLastDay: number; allowed: number | undefined };
  /** What Dataverse said last, by the names of `RateLimitHints`. */
  hints: Record<string, number>;
}

export type Facet = 'requests' | 'executionTime' | 'concurrency';

/** One of the three limits. */
export interface FacetView {
  facet: Facet;
  /** Requests or execution seconds a window, or requests at a time. */
  limit: number;
  usedRatio: number;
  heldBackRatio: number;
  /** 0 is now, null never at the present rates; undefined when that cannot be told. */
  throttlingInMinutes: number | null | undefined;
}

export interface LaneView {
  lane: Lane;
  requestsPerSecond: number;
  executionSecondsPerSecond: number;
  waiting: Waiting;
  reserveRatio: number;
}

/** A service tells how many requests wait in it; a ledger, in how many processes some do, and for how long the first has waited. */
export type Waiting = { requests: number } | { processes: number; longestSeconds: number };

export const isAnyWaiting = (lanes: readonly Pick<LaneView, 'waiting'>[]): boolean =>
  lanes.some(({ waiting }) => ('requests' in waiting ? waiting.requests : waiting.processes) > 0);

/** Where calls wait already, "never" is no answer: it is something else that holds them back. */
export const forecastTold = (
  minutes: number | undefined,
  lanes: readonly LaneView[],
): FacetView['throttlingInMinutes'] => minutes ?? (isAnyWaiting(lanes) ? undefined : null);

/** Who spends: a service, or one of its processes. */
export interface SpenderView {
  name: string;
  requestsRatio: number;
  executionTimeRatio: number;
  /** For people; empty where there is nothing to say. */
  standing: string;
  /** How long ago the ledger heard this process; undefined for one that works alone, and for a service, which answers now. */
  heardSecondsAgo?: number | undefined;
}
