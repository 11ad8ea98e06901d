import { monitorEventLoopDelay } from 'node:perf_hooks';

const RESOLUTION_MS = 10;

/** How late this process is with whatever it does: a stand-in that is behind measures itself, not its client. */
export class EventLoopLag {
  private readonly delays = monitorEventLoopDelay({ resolution: RESOLUTION_MS });

  constructor() {
    this.delays.enable();
  }

  report(): { p50Ms: number; p99Ms: number; maxMs: number } {
    return {
      p50Ms: lateMs(this.delays.percentile(50)),
      p99Ms: lateMs(this.delays.percentile(99)),
      maxMs: lateMs(this.delays.max),
    };
  }

  reset(): void {
    this.delays.reset();
  }

  stop(): void {
    this.delays.disable();
  }
}

/** The histogram holds the time between two ticks in nanoseconds, of which one resolution is as it should be. */
const lateMs = (nanoseconds: number) =>
  Math.max(0, Math.round(nanoseconds / 1e4 - RESOLUTION_MS * 100) / 100);
