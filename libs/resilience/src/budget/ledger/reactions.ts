import { type BudgetFacet, longestBlockMs } from '../limits.js';
import type { Throttled } from './ledger-message.js';

/** After a 429 for concurrency: so much fewer at a time, and one more each time this has passed. */
const fewer = 0.75;
const oneMoreAfterMs = 10_000;
/** After a 429 for execution time: so much less of the limit, and of each batch; won back over this many windows. */
const smaller = 0.9;
const smallest = 0.5;
const windowsToRecover = 2;
/** So many requests may surprise at once; but a surprise never takes more than this share of the limit from everybody. */
const surprisesAtOnce = 3;
const mostHeadroom = 0.25;

/**
 * What the service's answers change. Any 429 holds everybody back for Retry-After. One for execution time says that the server
 * counts more than we measure: less of that limit is used for a while, and batches are made smaller. One for concurrency: fewer
 * at a time, then slowly more. One for requests needs no more than the wait. A request that took much longer than was set aside
 * for it is remembered for a window, and room is left for three of its kind, or for as many as are in flight: what has been
 * answered surprises nobody any more.
 */
export class Reactions {
  private blocked: { until: number; facet: BudgetFacet } | undefined;
  private lowered: { to: number; at: number } | undefined;
  private tightened: { to: number; at: number } | undefined;
  private surprise: { ms: number; at: number } | undefined;
  recommendedConcurrency: number | undefined;

  constructor(
    private readonly windowMs: number,
    private readonly executionLimitMs: number,
  ) {}

  throttled({ facet, forMs }: Throttled, now: number, inFlight: number): void {
    const until = now + Math.min(forMs, longestBlockMs);
    if (until > (this.blocked?.until ?? now)) this.blocked = { until, facet };
    if (facet === 'concurrency') this.lowered = { to: Math.max(1, Math.floor(inFlight * fewer)), at: now };
    if (facet === 'executionTime')
      this.tightened = { to: Math.max(smallest, this.scale(now) * smaller), at: now };
  }

  surprised(ms: number, now: number): void {
    if (ms > 0 && ms >= this.surpriseMs(now)) this.surprise = { ms, at: now };
  }

  block(now: number): { forMs: number; facet: BudgetFacet } | undefined {
    if (!this.blocked || this.blocked.until <= now) return undefined;
    return { forMs: this.blocked.until - now, facet: this.blocked.facet };
  }

  /** At most so many at a time, after a 429. */
  concurrency(now: number): number {
    if (!this.lowered) return Number.MAX_SAFE_INTEGER;
    return this.lowered.to + Math.floor((now - this.lowered.at) / oneMoreAfterMs);
  }

  /** 1, and less after a 429 for execution time. */
  scale(now: number): number {
    if (!this.tightened) return 1;
    const recovered = (now - this.tightened.at) / (windowsToRecover * this.windowMs);
    return Math.min(1, this.tightened.to + (1 - this.tightened.to) * recovered);
  }

  /** By how much a request may take more than was set aside for it, as far as that has been seen within a window. */
  surpriseMs(now: number): number {
    return this.surprise && now - this.surprise.at < this.windowMs ? this.surprise.ms : 0;
  }

  /** Of the limit on execution time: to be left for surprises, when so many are in flight. */
  headroomMs(now: number, inFlight: number): number {
    const surprisesMs = this.surpriseMs(now) * Math.min(surprisesAtOnce, inFlight);
    return Math.min(surprisesMs, this.executionLimitMs * mostHeadroom);
  }
}
