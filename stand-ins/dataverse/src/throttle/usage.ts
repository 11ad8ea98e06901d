import type { Facet, ServiceLimits } from './limits.js';
import { SlidingLog } from './sliding-log.js';

export interface UsageReport {
  /** Those that arrived, the refused ones too. */
  requests: number;
  /** What was asked in the admitted ones; a batch holds many. */
  operations: number;
  executionMs: number;
  /** Refused requests, by facet. */
  throttled: Record<Facet, number>;
  /** The most that ever stood in one window, each facet by itself. */
  fullestWindow: { requests: number; executionMs: number };
  /** The same as a share of the limit. */
  fullestShare: { requests: number; executionMs: number };
  mostInFlight: number;
}

interface Left {
  now: number;
  operations: number;
  executionMs: number;
}

/** What a user, or one of its lanes, has asked of one web server. */
export class Usage {
  private requests = 0;
  private operations = 0;
  private executionMs = 0;
  private readonly throttled: Record<Facet, number> = { requests: 0, executionTime: 0, concurrency: 0 };
  private mostInFlight = 0;
  private running = 0;
  private readonly arrivals: SlidingLog;
  private readonly execution: SlidingLog;

  constructor(windowMs: number) {
    this.arrivals = new SlidingLog(windowMs);
    this.execution = new SlidingLog(windowMs);
  }

  get inFlight(): number {
    return this.running;
  }

  set windowMs(windowMs: number) {
    this.arrivals.windowMs = windowMs;
    this.execution.windowMs = windowMs;
  }

  window(facet: 'requests' | 'executionTime'): SlidingLog {
    return facet === 'requests' ? this.arrivals : this.execution;
  }

  refuse(now: number, facet: Facet, counts: boolean): void {
    this.requests += 1;
    this.throttled[facet] += 1;
    if (counts) this.arrivals.add(now, 1);
  }

  /**
   * Lets a request in, and gives what lets it out again. What it takes belongs to the moment of its arrival when something is
   * expected, be it nothing, and to that of its departure otherwise.
   */
  enter(now: number, expectedMs?: number): (left: Left) => void {
    this.requests += 1;
    this.running += 1;
    this.mostInFlight = Math.max(this.mostInFlight, this.running);
    this.arrivals.add(now, 1);
    if (expectedMs === undefined)
      return (left) => {
        this.execution.add(left.now, left.executionMs);
        this.leave(left);
      };
    const entry = this.execution.add(now, expectedMs);
    return (left) => {
      this.execution.amend(entry, left.executionMs - expectedMs);
      this.leave(left);
    };
  }

  report({ requests, executionMs }: ServiceLimits): UsageReport {
    const fullest = { requests: this.arrivals.fullest, executionMs: this.execution.fullest };
    return {
      requests: this.requests,
      operations: this.operations,
      executionMs: this.executionMs,
      throttled: { ...this.throttled },
      fullestWindow: fullest,
      fullestShare: {
        requests: fullest.requests / requests,
        executionMs: fullest.executionMs / executionMs,
      },
      mostInFlight: this.mostInFlight,
    };
  }

  private leave({ operations, executionMs }: Left): void {
    this.running -= 1;
    this.operations += operations;
    this.executionMs += executionMs;
  }
}
