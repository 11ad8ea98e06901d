import type { ServedCall } from '../../simulation/call-log.js';

/** So many windows are counted, after one that is not. */
export const countedWindows = 4;
/** Until then the simulation must go on. */
export const simulatedWindows = countedWindows + 2;

/**
 * Rows a second over four windows: the mean over all stretches of that length that begin in the second window. A client that
 * spends each window in a burst would otherwise seem better or worse by up to a burst, as it happens to fall.
 */
export function steadyRate(
  log: readonly Pick<ServedCall, 'completedAt' | 'rows'>[],
  windowMs: number,
): number {
  const rows = log.reduce((sum, call) => sum + call.rows * weightAt(call.completedAt / windowMs), 0);
  return rows / ((countedWindows * windowMs) / 1_000);
}

/** In what share of those stretches a moment lies, which is told in windows. */
const weightAt = (moment: number): number => Math.max(0, Math.min(1, moment - 1, simulatedWindows - moment));
