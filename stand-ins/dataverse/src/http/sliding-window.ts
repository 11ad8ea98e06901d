/** The moments of the requests that still count, oldest first. */
export class SlidingWindow {
  private moments: number[] = [];
  private head = 0;
  private fullest = 0;

  /** The most that ever stood in the window together. */
  get peak(): number {
    return this.fullest;
  }

  /** How many count at this moment. */
  countAt(now: number, windowMs: number): number {
    while (this.head < this.moments.length && (this.moments[this.head] ?? 0) <= now - windowMs)
      this.head += 1;
    if (this.head > 10_000 && this.head * 2 > this.moments.length) this.compact();
    return this.moments.length - this.head;
  }

  /** When the oldest of them leaves. */
  oldestLeavesAt(windowMs: number): number {
    return (this.moments[this.head] ?? 0) + windowMs;
  }

  add(now: number): void {
    this.moments.push(now);
    this.fullest = Math.max(this.fullest, this.moments.length - this.head);
  }

  private compact(): void {
    this.moments = this.moments.slice(this.head);
    this.head = 0;
  }
}
