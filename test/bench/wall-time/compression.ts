import { evenly } from '../../simulation/cost.js';
import { defaultBudgetLimits, type LedgerOptions } from '#lib/resilience';

/** The real window; windows, execution time and costs are divided by the compression. */
export const realWindowMs = 300_000;

/**
 * How many times as fast as in reality time may pass, where calls take so long in the mean: the shortest are then no shorter than this in
 * wall time, else a bench of timers is what is measured.
 */
export const compressionFor = (meanMs: number, shortestMs = 100): number =>
  Math.max(1, Math.floor((meanMs * (1 - evenly.jitter)) / shortestMs));

/** The published limits in compressed time, as a client is told them. */
export const compressedBudget = (compression: number, processes: number): LedgerOptions => ({
  limits: { ...defaultBudgetLimits, executionMs: defaultBudgetLimits.executionMs / compression },
  windowMs: realWindowMs / compression,
  processes,
  leaseMs: 30_000,
});

/** One window is discarded, these are counted. */
export const countedWindows = 4;
