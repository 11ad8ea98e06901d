import { describe, expect, it } from 'vitest';
import { coarsePast } from './coarse-past.js';

describe('coarsePast', () => {
  it('joins what lies in one piece of time, and dates it by its youngest part', () => {
    const past = [9_500, 5_900, 5_100, 4_999, 0].map((ageMs) => ({ ageMs, requests: 1, executionMs: 10 }));
    expect(coarsePast(past, 5_000)).toEqual([
      { ageMs: 5_100, requests: 3, executionMs: 30 },
      { ageMs: 0, requests: 2, executionMs: 20 },
    ]);
  });
});
