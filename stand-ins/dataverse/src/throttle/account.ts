import type { Facet, ServiceLimits } from './limits.js';
import { facetsInOrder, waitFactor, type ThrottleRules } from './rules.js';
import { ShutOut } from './shut-out.js';
import { Usage } from './usage.js';

/** What a user is held to. */
export interface Terms {
  limits: ServiceLimits;
  rules: ThrottleRules;
  /** How much longer a user is shut out for each request that it sends meanwhile. */
  putOffMs: number;
  /** What a request too many at once is told to wait. */
  instantMs: number;
}

export interface Denial {
  facet: Facet;
  retryAfterMs: number;
}

/** One user at one web server. */
export class Account {
  readonly usage: Usage;
  readonly lanes = new Map<string, Usage>();
  private readonly shutOut = new ShutOut();

  constructor(private windowMs: number) {
    this.usage = new Usage(windowMs);
  }

  /** A new window holds for what has been counted, too; whoever was shut out is let in. */
  change(windowMs: number): void {
    this.windowMs = windowMs;
    for (const usage of [this.usage, ...this.lanes.values()]) usage.windowMs = windowMs;
    this.shutOut.end();
  }

  lane(name: string): Usage {
    const known = this.lanes.get(name) ?? new Usage(this.windowMs);
    this.lanes.set(name, known);
    return known;
  }

  /** Why a request that arrives now is refused, if it is. Too many at once shut nobody out: the next moment may have room. */
  denialOf(now: number, terms: Terms): Denial | undefined {
    const standing = this.shutOut.facetAt(now);
    if (standing) {
      this.shutOut.putOff(terms.putOffMs);
      return { facet: standing, retryAfterMs: this.shutOut.leftMs(now) };
    }
    const facet = facetsInOrder[terms.rules.facetOrder].find((one) => this.isFull(one, now, terms.limits));
    if (!facet) return undefined;
    if (facet === 'concurrency') return { facet, retryAfterMs: terms.instantMs };
    this.shutOut.begin(facet, this.roomAt(facet, now, terms), now + this.windowMs);
    return { facet, retryAfterMs: this.shutOut.leftMs(now) };
  }

  private isFull(facet: Facet, now: number, { requests, executionMs, concurrency }: ServiceLimits): boolean {
    if (facet === 'concurrency') return this.usage.inFlight >= concurrency;
    const limit = facet === 'requests' ? requests : executionMs;
    return this.usage.window(facet).sumAt(now) >= limit;
  }

  /** When enough has left the window: the more it holds beyond its limit, the later. */
  private roomAt(
    facet: 'requests' | 'executionTime',
    now: number,
    { limits, rules: { retryAfter } }: Terms,
  ): number {
    const limit = facet === 'requests' ? limits.requests : limits.executionMs;
    const until = this.usage.window(facet).fallsBelow(limit);
    return now + (until - now) * waitFactor[retryAfter];
  }
}
