import { describe, expect, it } from 'vitest';
import { byHalving, leastWhenKnown, leastWhenUnknown } from './least-calls.js';

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

  it('is by halving two messages a level and a batch for a bad row', () => {
    // 800, 400, 200, 100, 50: four levels of two messages, of which the last is sent again as a batch.
    const haystack = { rows: 800, rowsACall: 800, badAt: [123] };
    expect(byHalving(haystack, 50)).toEqual({ calls: 1 + 2 * 4 + 1, rowsInBatches: 50 });
  });

  it('is less by halving when bad rows stand together', () => {
    const haystack = { rows: 800, rowsACall: 800, badAt: [10, 11, 12, 13] };
    expect(byHalving(haystack, 50)).toEqual({ calls: 10, rowsInBatches: 50 });
  });
});
