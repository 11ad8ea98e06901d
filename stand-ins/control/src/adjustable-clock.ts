export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
}

/** The time as the stand-in sees it: the given clock, set forward at the control door so that tests need not wait. */
export class AdjustableClock implements Clock {
  private aheadMs = 0;

  constructor(private readonly clock: Clock = { now: Date.now }) {}

  now(): number {
    return this.clock.now() + this.aheadMs;
  }

  advance(seconds: number): void {
    this.aheadMs += seconds * 1000;
  }

  reset(): void {
    this.aheadMs = 0;
  }
}
