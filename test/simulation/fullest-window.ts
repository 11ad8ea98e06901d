/** Something that weighs so much at a moment. */
export interface Weight {
  at: number;
  weight: number;
}

/** The most that falls into any window: one that is open at its beginning and closed at its end. */
export function fullestWindow(weights: readonly Weight[], windowMs: number): number {
  const sorted = [...weights].sort((a, b) => a.at - b.at);
  let sum = 0;
  let most = 0;
  let oldest = 0;
  sorted.forEach(({ at, weight }, place) => {
    sum += weight;
    for (; (sorted[oldest]?.at ?? Infinity) <= at - windowMs; oldest += 1) sum -= sorted[oldest]?.weight ?? 0;
    // The window ends here only when nothing else falls on the same moment.
    if (sorted[place + 1]?.at !== at) most = Math.max(most, sum);
  });
  return most;
}
