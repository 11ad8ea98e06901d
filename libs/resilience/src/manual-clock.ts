import { type Clock, sleepBy } from './clock.js';

interface Sleeper {
  at: number;
  wake: () => void;
}

/** A clock for tests: time stands until `advance` moves it, waking each sleeper at its own moment and in order. */
export class ManualClock implements Clock {
  private readonly sleepers: Sleeper[] = [];

  constructor(private time = Date.UTC(2025, 0, 1)) {}

  now(): number {
    return this.time;
  }

  /** How many are asleep: a test of cancellation looks for leftovers here. */
  get asleep(): number {
    return this.sleepers.length;
  }

  after(ms: number, wake: () => void): () => void {
    const sleeper: Sleeper = { at: this.time + Math.max(ms, 0), wake };
    const later = this.sleepers.findIndex(({ at }) => at > sleeper.at);
    this.sleepers.splice(later < 0 ? this.sleepers.length : later, 0, sleeper);
    return () => {
      const place = this.sleepers.indexOf(sleeper);
      if (place >= 0) this.sleepers.splice(place, 1);
    };
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return sleepBy(this, ms, signal);
  }

  /** Moves the time by `ms`, letting everything that a woken sleeper sets off happen at that sleeper's moment. */
  async advance(ms: number): Promise<void> {
    const target = this.time + ms;
    await settled();
    for (let next = this.sleepers[0]; next && next.at <= target; next = this.sleepers[0]) {
      this.sleepers.shift();
      this.time = next.at;
      next.wake();
      await settled();
    }
    this.time = target;
  }
}

/** Lets all promises that can go on go on. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
