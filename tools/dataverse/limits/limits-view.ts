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
  /** Undefined when it never is at the present rates. */
  throttlingInMinutes: number | undefined;
}

export interface LaneView {
  lane: Lane;
  requestsPerSecond: number;
  executionSecondsPerSecond: number;
  /** How many requests, as far as the source tells; of several processes, how many of them have some. */
  waiting: string;
  reserveRatio: number;
}

/** Who spends: a service, or one of its processes. */
export interface SpenderView {
  name: string;
  requestsRatio: number;
  executionTimeRatio: number;
  standing: string;
}
