import type { CallTally } from '#lib/http';
import type { Spent } from '../run/run-report.js';

/** Adds up what calls cost. */
export class SpentTally implements CallTally {
  private readonly figures = { requests: 0, operations: 0, executionMs: 0, throttled: 0 };
  private readonly waitedMs: Record<string, number> = {};

  attempted({ status, operations, durationMs }: Parameters<CallTally['attempted']>[0]): void {
    this.figures.requests += 1;
    this.figures.executionMs += durationMs;
    if (status === 429) this.figures.throttled += 1;
    else this.figures.operations += operations;
  }

  waited(facet: string, waitedMs: number): void {
    this.waitedMs[facet] = (this.waitedMs[facet] ?? 0) + waitedMs;
  }

  spent(): Spent {
    const { executionMs, ...counts } = this.figures;
    return { ...counts, executionMs: Math.round(executionMs), waitedMs: { ...this.waitedMs } };
  }
}
