import type { Lane } from '#lib/resilience';

/** How one call is made. */
export interface CallOptions {
  /** The caller's own; its abort ends the call and counts as nobody's failure. */
  signal?: AbortSignal | undefined;
  lane?: Lane | undefined;
}
