import { describe, expect, it } from 'vitest';
import { byHalving, leastWhenKnown, leastWhenUnknown, plainBatches } from './least-calls.js';

describe('the least number of calls for bad rows among others', () => {
  it('is that of the messages where no row is bad', () => {
    const haystack = { rows: 2_500, rowsACall: 1_000, badAt: [] };
    for (const cost of [leastWhenKnown(haystack), leastWhenUnknown(haystack), byHalving(haystack, 50)])
      expect(cost).toEqual({ calls: 3, rowsInBatches: 0 });
  });

  it('is one more for the bad rows when they are known, and one for each refused message when they are not', () => {
    const haystack = { rows: 2_500, rowsACall: 1_000, badAt: [0, 999, 2_499] };
    expect(leastWhenKnown(haystack)).toEqual({ calls: 4, rowsInBatches: 3 });
    expect(leastWhenUnknown(haystack)).toEqual({ calls: 5, rowsInBatches: 1_500 });
  });

  it('is by halving a message a level, or two when the bad row is in the first half, and a batch for it', () => {
    // 800, 400, 200, 100, 50: four levels.
    const haystack = (badAt: number) => ({ rows: 800, rowsACall: 800, badAt: [badAt] });
    expect(byHalving(haystack(799), 50)).toEqual({ calls: 1 + 4 + 1, rowsInBatches: 50 });
    expect(byHalving(haystack(0), 50)).toEqual({ calls: 1 + 2 * 4 + 1, rowsInBatches: 50 });
  });

  it('is less by halving when bad rows stand together', () => {
    const haystack = { rows: 800, rowsACall: 800, badAt: [10, 11, 12, 13] };
    expect(byHalving(haystack, 50)).toEqual({ calls: 10, rowsInBatches: 50 });
  });

  it('is one for each batch when there are only batches', () => {
    expect(plainBatches({ rows: 801, rowsACall: 800, badAt: [3] }, 50)).toEqual({
      calls: 17,
      rowsInBatches: 801,
    });
  });
});
