import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { backoff } from './backoff.js';

describe('backoff', () => {
  const longest = (attempt: number) => backoff({ attempt, baseMs: 100, capMs: 5_000, random: () => 1 });

  it('doubles the longest wait with each attempt', () => {
    expect([1, 2, 3, 4].map(longest)).toEqual([100, 200, 400, 800]);
  });

  it('never waits longer than its cap, however many attempts there were', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 5_000 }), (attempt) => longest(attempt) <= 5_000));
  });

  it('spreads the wait from nothing to the longest', () => {
    const wait = (share: number) => backoff({ attempt: 2, baseMs: 100, capMs: 5_000, random: () => share });
    expect([0, 0.25, 0.5].map(wait)).toEqual([0, 50, 100]);
  });
});
