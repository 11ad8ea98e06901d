/** How long to wait before the next attempt, in milliseconds. */
export interface BackoffOptions {
  /** The attempt that has just failed, counted from 1. */
  attempt: number;
  baseMs: number;
  capMs: number;
  /** Uniform in [0, 1). */
  random: () => number;
}

/**
 * Full jitter: uniform between nothing and the capped exponential, which spreads callers that failed together better than
 * a fixed wait with a little noise (aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter).
 */
export function backoff({ attempt, baseMs, capMs, random }: BackoffOptions): number {
  return random() * Math.min(capMs, baseMs * 2 ** (attempt - 1));
}
