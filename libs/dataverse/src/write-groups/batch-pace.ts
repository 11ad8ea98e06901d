/** "Start with a small number of requests, such as 10" (learn.microsoft.com/power-apps/developer/data-platform/api-limits). */
const operationsAtFirst = 10;

/** So much of what is known the newest measurement replaces. */
const newest = 1 / 5;

/**
 * How many operations may stand in a batch, so that it ends in time. What one takes is learned from requests of one operation
 * and of many alike: that of a single one holds the cost of a request as well, so the guess errs to the small side.
 */
export class BatchPace {
  private meanMs: number | undefined;

  constructor(
    private readonly longestBatchMs: number,
    private readonly mostOperations: number,
  ) {}

  operations(): number {
    const inTime =
      this.meanMs === undefined ? operationsAtFirst : Math.floor(this.longestBatchMs / this.meanMs);
    return Math.min(Math.max(inTime, 1), this.mostOperations);
  }

  learn(operations: number, tookMs: number): void {
    const eachMs = tookMs / operations;
    this.meanMs = this.meanMs === undefined ? eachMs : this.meanMs + (eachMs - this.meanMs) * newest;
  }
}
