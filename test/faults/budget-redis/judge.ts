import { fullestWindow, type Weighted } from '../../support/fullest-window.js';
import type { ServedCall } from './limited-service.js';

/** What the fullest window of the service's log held. */
export interface FullestWindows {
  /** Counted by when they arrived, and by when they were done: nobody outside knows which it is. */
  requestsByArrival: number;
  requestsByCompletion: number;
  /** Execution time of calls that were done. */
  executionMs: number;
}

/** Looks at every window there is. */
export function fullestWindows(calls: readonly ServedCall[], windowMs: number): FullestWindows {
  const by = (weighted: (call: ServedCall) => Weighted) => fullestWindow(calls.map(weighted), windowMs);
  return {
    requestsByArrival: by(({ arrivedAt }) => ({ at: arrivedAt, weight: 1 })),
    requestsByCompletion: by(({ completedAt }) => ({ at: completedAt, weight: 1 })),
    executionMs: by(({ arrivedAt, completedAt }) => ({ at: completedAt, weight: completedAt - arrivedAt })),
  };
}

/** Calls that were done from one moment to another, a second. */
export function callsASecond(calls: readonly ServedCall[], from: number, until: number): number {
  const done = calls.filter(({ completedAt }) => completedAt >= from && completedAt < until);
  return (done.length * 1_000) / (until - from);
}
