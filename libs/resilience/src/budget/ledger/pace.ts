import type { Spend } from '../limits.js';

/** What a paced lane may spend at once, as a share of its limit. */
const burst = 0.01;
/** It always keeps moving: at least at this share of its limit a window. */
const slowest = 0.02;
/** The lanes above may want somewhat more than they lately did. */
const foresight = 1.1;

/** What a lane is paced by: its own limit, over a window, less what the lanes above it spend lately, a millisecond. */
export interface PaceOf {
  limit: Spend;
  windowMs: number;
  above: Spend;
}

/**
 * The token bucket of a lane that shares its application user with lanes above it: it spreads over the window what they leave, so
 * that they find room at any moment. An ask goes when there are tokens for it, or when the bucket is full, and may leave it in
 * debt; what it took less or more is settled afterwards.
 */
export class Pace {
  private capacity: Spend = { requests: 0, executionMs: 0 };
  private rate: Spend = { requests: 0, executionMs: 0 };
  private tokens: Spend | undefined;
  private at = 0;

  /** Lets time pass, at the rate of now. Undefined: there is nobody to keep room for. */
  refill(now: number, pace: PaceOf | undefined): void {
    if (!pace) return void (this.tokens = undefined);
    const passedMs = this.tokens ? now - this.at : 0;
    this.at = now;
    this.capacity = { requests: pace.limit.requests * burst, executionMs: pace.limit.executionMs * burst };
    this.rate = { requests: rateOf(pace, 'requests'), executionMs: rateOf(pace, 'executionMs') };
    const { requests, executionMs } = this.tokens ?? this.capacity;
    this.tokens = {
      requests: Math.min(this.capacity.requests, requests + this.rate.requests * passedMs),
      executionMs: Math.min(this.capacity.executionMs, executionMs + this.rate.executionMs * passedMs),
    };
  }

  /** In how many milliseconds there will be tokens for so much. */
  waitFor(wanted: Spend): number {
    return Math.max(this.waitForFacet(wanted, 'requests'), this.waitForFacet(wanted, 'executionMs'));
  }

  take({ requests, executionMs }: Spend): void {
    if (!this.tokens) return;
    this.tokens.requests -= requests;
    this.tokens.executionMs -= executionMs;
  }

  private waitForFacet(wanted: Spend, facet: keyof Spend): number {
    if (!this.tokens) return 0;
    const lacking = Math.min(wanted[facet], this.capacity[facet]) - this.tokens[facet];
    return lacking > 1e-6 ? lacking / this.rate[facet] : 0;
  }
}

const rateOf = ({ limit, windowMs, above }: PaceOf, facet: keyof Spend): number =>
  Math.max(limit[facet] / windowMs - above[facet] * foresight, (limit[facet] * slowest) / windowMs);
