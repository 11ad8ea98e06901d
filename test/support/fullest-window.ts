/** Something that counts, at one moment. */
export interface Weighted {
  at: number;
  weight: number;
}

/** The most that falls into any window: every one that there is is looked at, by two pointers. */
export function fullestWindow(events: readonly Weighted[], windowMs: number): number {
  const inOrder = [...events].sort((a, b) => a.at - b.at);
  let oldest = 0;
  let sum = 0;
  let most = 0;
  for (const { at, weight } of inOrder) {
    sum += weight;
    for (let first = inOrder[oldest]; first && first.at <= at - windowMs; first = inOrder[oldest]) {
      sum -= first.weight;
      oldest += 1;
    }
    most = Math.max(most, sum);
  }
  return most;
}
