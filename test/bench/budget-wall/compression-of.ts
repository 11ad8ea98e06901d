import { compressionFor } from '../wall-time/compression.js';

/**
 * The few milliseconds that a call costs the machine are not compressed, and our clients take them for execution time: of the
 * shortest call of 100 ms that the goal admits they would be twice as large a part.
 */
const shortestCallMs = 200;

/** How many times as fast as in reality time passes, where a call costs so much in the mean. */
export const compressionOf = (costMs: number): number => compressionFor(costMs, shortestCallMs);
