import type { PastSpend } from './spent-window.js';

/**
 * The same in pieces of a length, each as old as its youngest part: it seems to be given back somewhat later than it is.
 *
 * @param past Oldest first
 */
export function coarsePast(past: readonly PastSpend[], pieceMs: number): PastSpend[] {
  const pieces = new Map<number, PastSpend>();
  for (const { ageMs, requests, executionMs } of past) {
    if (requests === 0 && executionMs === 0) continue;
    const piece = Math.floor(ageMs / pieceMs);
    const before = pieces.get(piece) ?? { requests: 0, executionMs: 0 };
    pieces.set(piece, {
      ageMs,
      requests: before.requests + requests,
      executionMs: before.executionMs + executionMs,
    });
  }
  return [...pieces.values()];
}
