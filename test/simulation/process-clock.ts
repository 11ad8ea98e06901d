import type { Clock } from '#lib/resilience';
import { sleepBy } from '#lib/resilience/testing';
import type { VirtualTime } from './virtual-time.js';

/** How the clock of one machine differs from the true time, in milliseconds. */
export interface ClockFaults {
  /** Its wall clock is ahead by so much. */
  aheadMs?: number | undefined;
  /** By how much a timer is late: drawn for each. */
  latenessMs?: (() => number) | undefined;
}

/** The clock of one process, as whole milliseconds, which is how Node tells them. Once the process is killed nobody is woken any more. */
export class ProcessClock implements Clock {
  private readonly aheadMs: number;
  private readonly latenessMs: () => number;
  isAlive = true;

  constructor(
    private readonly time: VirtualTime,
    { aheadMs = 0, latenessMs = () => 0 }: ClockFaults = {},
  ) {
    this.aheadMs = aheadMs;
    this.latenessMs = latenessMs;
  }

  now(): number {
    return Math.floor(this.time.now() + this.aheadMs);
  }

  after(ms: number, wake: () => void): () => void {
    return this.time.after(ms + this.latenessMs(), this.whileAlive(wake));
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return sleepBy(this, ms, signal);
  }

  /** Something that reaches the process from outside, as long as there is one. */
  whileAlive<Args extends unknown[]>(hear: (...args: Args) => void): (...args: Args) => void {
    return (...args) => {
      if (this.isAlive) hear(...args);
    };
  }

  kill(): void {
    this.isAlive = false;
  }
}
