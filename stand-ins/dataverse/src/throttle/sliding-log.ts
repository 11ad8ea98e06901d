/**
 * Everything that still counts, by its moment: what weighs so much at a moment counts until exactly one window later. Nothing is
 * rounded to buckets, so its sums and its fullest window are those of the log itself. Moments must not go backwards.
 */
export class SlidingLog {
  private moments: number[] = [];
  private weights: number[] = [];
  /** The oldest that counts. */
  private head = 0;
  /** How many have been cut off in front of the arrays, which makes an entry's number a lasting one. */
  private cut = 0;
  private sum = 0;
  private fullestBefore = 0;

  constructor(public windowMs: number) {}

  /** The most that ever stood in one window, the present one included. */
  get fullest(): number {
    return Math.max(this.fullestBefore, this.sum);
  }

  sumAt(now: number): number {
    this.forget(now);
    return this.sum;
  }

  /** Gives the number of the entry, by which it can be amended. */
  add(now: number, weight: number): number {
    this.forget(now);
    const last = this.moments.length - 1;
    if (last >= this.head && this.moments[last] === now) this.weigh(last, weight);
    else {
      this.moments.push(now);
      this.weights.push(weight);
    }
    this.sum += weight;
    return this.cut + this.moments.length - 1;
  }

  /** What an entry weighs more than was thought; once it has left, nobody asks any more. */
  amend(entry: number, weight: number): void {
    const at = entry - this.cut;
    if (at < this.head) return;
    this.weigh(at, weight);
    this.sum += weight;
  }

  /** When less than this will be left, if nothing is added. */
  fallsBelow(limit: number): number {
    let left = this.sum;
    let at = this.head;
    for (; at < this.moments.length - 1; at += 1) {
      left -= this.weights[at] ?? 0;
      if (left < limit) break;
    }
    return (this.moments[at] ?? -Infinity) + this.windowMs;
  }

  /**
   * Lets go of what the window has passed over. Between two such moments the sum only grows by what lies within one window, so
   * the sum just before is that of the fullest window since the last.
   */
  private forget(now: number): void {
    const past = now - this.windowMs;
    if ((this.moments[this.head] ?? Infinity) > past) return;
    this.fullestBefore = this.fullest;
    for (; (this.moments[this.head] ?? Infinity) <= past; this.head += 1)
      this.sum -= this.weights[this.head] ?? 0;
    // What fractions have left behind in the sum ends here.
    if (this.head === this.moments.length) this.sum = 0;
    if (this.head * 2 > this.moments.length) this.compact();
  }

  private compact(): void {
    this.moments = this.moments.slice(this.head);
    this.weights = this.weights.slice(this.head);
    this.cut += this.head;
    this.head = 0;
  }

  private weigh(at: number, weight: number): void {
    this.weights[at] = (this.weights[at] ?? 0) + weight;
  }
}
