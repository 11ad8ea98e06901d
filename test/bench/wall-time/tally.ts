/** From when on to count, and when to end, in epoch milliseconds. */
export interface LoadOrder {
  countFrom: number;
  endAt: number;
}

/** What is done in the counted time, and what fails before the end. */
export class Tally {
  done = 0;
  readonly failures: Record<string, number> = {};

  constructor(
    private readonly order: LoadOrder,
    private readonly now: () => number = Date.now,
  ) {}

  get isOver(): boolean {
    return this.now() >= this.order.endAt;
  }

  /** Until the end. */
  get leftMs(): number {
    return Math.max(this.order.endAt - this.now(), 0);
  }

  count(): void {
    const now = this.now();
    if (now >= this.order.countFrom && now < this.order.endAt) this.done += 1;
  }

  /** What the end itself cuts off is no failure. */
  fail(error: unknown): void {
    if (this.isOver) return;
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    this.failures[code] = (this.failures[code] ?? 0) + 1;
  }
}
