import type { ServedCall } from './limited-service.js';

/** What the fullest window of the service's log held. */
export interface FullestWindows {
  /** Counted by when they arrived, and by when they were done: nobody outside knows which it is. */
  requestsByArrival: number;
  requestsByCompletion: number;
  /** Execution time of calls that were done. */
  executionMs: number;
}

interface Weighted {
  at: number;
  weight: number;
}

/** Looks at every window there is, by two pointers. */
export function fullestWindows(calls: readonly ServedCall[], windowMs: number): FullestWindows {
  const by = (weighted: (call: ServedCall) => Weighted) => fullest(calls.map(weighted), windowMs);
  return {
    requestsByArrival: by(({ arrivedAt }) => ({ at: arrivedAt, weight: 1 })),
    requestsByCompletion: by(({ completedAt }) => ({ at: completedAt, weight: 1 })),
    executionMs: by(({ arrivedAt, completedAt }) => ({ at: completedAt, weight: completedAt - arrivedAt })),
  };
}

function fullest(events: Weighted[], windowMs: number): number {
  const inOrder = events.sort((a, b) => a.at - b.at);
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

/** Calls that were done from one moment to another, a second. */
export function callsASecond(calls: readonly ServedCall[], from: number, until: number): number {
  const done = calls.filter(({ completedAt }) => completedAt >= from && completedAt < until);
  return (done.length * 1_000) / (until - from);
}
