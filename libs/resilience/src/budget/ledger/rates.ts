import { eachLane, type Lane, type Spend } from '../limits.js';

interface Rate extends Spend {
  at: number;
  heardAt: number | undefined;
}

/** How much of each lane has been admitted lately, a millisecond: an average that forgets exponentially. */
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

  admitted(lane: Lane, now: number, executionMs: number): void {
    const { requests, executionMs: worked } = this.of(lane, now);
    Object.assign(this.rates[lane], {
      requests: requests + 1 / this.memoryMs,
      executionMs: worked + executionMs / this.memoryMs,
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
