import { describe, expect, it } from 'vitest';
import type { JudgedRound } from '../../wall-time/judged-round.js';
import { goalsOf } from './goals.js';
import { inWords } from './words.js';

const good: JudgedRound = {
  processes: 1,
  done: 74_400,
  countedMs: 1_200_000,
  rowsARequest: 32,
  perSecond: 62,
  ceiling: 64.6,
  share: 0.96,
  throttled: 0,
  fullest: { requests: 0.1, executionMs: 0.97 },
  mostInFlight: 8,
  lagP99Ms: 2,
  isVoid: false,
  failures: {},
  cpuMs: 7_440,
  peakRssMiB: 150,
};
const areReached = (...rounds: JudgedRound[]) => goalsOf(rounds).map(({ isReached }) => isReached);

describe('bulk messages in wall time', () => {
  it('reach their goals when they do in every valid round', () => {
    expect(areReached(good, good)).toEqual([true, true, true]);
    expect(areReached(good, { ...good, share: 0.89 })).toEqual([false, true, true]);
    expect(areReached(good, { ...good, throttled: 1 })).toEqual([true, false, true]);
    const overfull = { ...good, fullest: { requests: 0.1, executionMs: 1.01 } };
    expect(areReached(good, overfull)).toEqual([true, true, false]);
  });

  it('are unknown of rounds that are void', () => {
    expect(areReached({ ...good, isVoid: true })).toEqual([undefined, undefined, undefined]);
    expect(areReached(good, { ...good, isVoid: true, share: 0.5 })).toEqual([true, true, true]);
  });

  it('are told of valid rounds only, but with the 429s and failures of all', () => {
    const late = { ...good, isVoid: true, share: 0.5, throttled: 3, failures: { timeout: 2 } };
    const words = inWords([good, late, { ...late, processes: 4, throttled: 0 }]);
    expect(words).toMatch(/│ 1 +│ +1 │ +1 │ +3 │ +96\.0 │/);
    expect(words).toMatch(/ 100\.0 │ +150 │/);
    expect(words).toMatch(/│ 4 +│ +0 │ +1 │ +0 │ +– │/);
    expect(words).toContain('Round 2: 2 failed, timeout');
  });
});
