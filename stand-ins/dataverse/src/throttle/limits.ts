/** Three ways to ask too much, each with a code of its own: developer/data-platform/api-limits. */
export type Facet = 'requests' | 'executionTime' | 'concurrency';

/** What one user may ask of one web server. */
export interface ServiceLimits {
  /** Requests that arrive within a window. */
  requests: number;
  /** Milliseconds of execution within a window, all requests together. */
  executionMs: number;
  /** Requests at once. */
  concurrency: number;
  windowSeconds: number;
}

/** The limits in the documentation, though they "may vary": developer/data-platform/api-limits. */
export const documentedLimits: ServiceLimits = {
  requests: 6_000,
  executionMs: 1_200_000,
  concurrency: 52,
  windowSeconds: 300,
};

/** The same limits in a world that runs so many times as fast: what is counted stays, what lasts shrinks. */
export const compressed = (limits: ServiceLimits, factor: number): ServiceLimits => ({
  ...limits,
  executionMs: limits.executionMs / factor,
  windowSeconds: limits.windowSeconds / factor,
});
