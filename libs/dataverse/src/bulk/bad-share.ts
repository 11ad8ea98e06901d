/** Older rows count less and less, since bad rows stand together. */
const memoryRows = 5_000;

/**
 * The share of rows that are refused by themselves, as this run has seen it. It begins as if that had been one in a thousand of a
 * hundred rows. A message that is refused as a whole does not say how many, and is no part of it.
 */
export class BadShare {
  private rows = 100;
  private bad = 0.1;

  get value(): number {
    return this.bad / this.rows;
  }

  learn(rows: number, bad: number): void {
    this.rows += rows;
    this.bad += bad;
    const kept = Math.min(1, memoryRows / this.rows);
    this.rows *= kept;
    this.bad *= kept;
  }
}
