import { eachLane, type Lane, type Spend } from '../limits.js';

interface Rate extends Spend {
  at: number;
  heardAt: number | undefined;
}

/** How much each lane has spent lately, a millisecond: an average that forgets exponentially. */
export class Rates {
  private readonly rates: Record<Lane, Rate> = eachLane(() => ({
    requests: 0,
    executionMs: 0,
    at: 0,
    heardAt: undefined,
  }));

  /** @param memoryMs after which an arrival weighs a third */
  constructor(private readonly memoryMs: number) {}

  heard(lane: Lane, now: number): void {
    this.rates[lane].heardAt = now;
  }

  /** So much was admitted; or turned out to be more or, below 0, less than was thought. */
  took(lane: Lane, now: number, { requests, executionMs }: Spend): void {
    const lately = this.of(lane, now);
    Object.assign(this.rates[lane], {
      requests: Math.max(lately.requests + requests / this.memoryMs, 0),
      executionMs: Math.max(lately.executionMs + executionMs / this.memoryMs, 0),
      at: now,
    });
  }

  of(lane: Lane, now: number): Spend {
    const { requests, executionMs, at } = this.rates[lane];
    const kept = Math.exp(-(now - at) / this.memoryMs);
    return { requests: requests * kept, executionMs: executionMs * kept };
  }

  wasHeardSince(lane: Lane, moment: number): boolean {
    const { heardAt } = this.rates[lane];
    return heardAt !== undefined && heardAt >= moment;
  }
}
