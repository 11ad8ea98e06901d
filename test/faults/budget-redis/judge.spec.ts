import { describe, expect, it } from 'vitest';
import { callsASecond, fullestWindows } from './judge.js';

const call = (arrivedAt: number, completedAt: number) => ({ arrivedAt, completedAt, caller: 'a' });

describe('the judge of the shared budget', () => {
  it('finds the fullest window wherever it begins, however the service counts', () => {
    const calls = [call(0, 950), call(900, 1_000), call(990, 1_940), call(1_949, 1_950)];
    expect(fullestWindows(calls, 1_000)).toEqual({
      requestsByArrival: 3,
      requestsByCompletion: 3,
      executionMs: 950 + 100 + 950,
    });
  });

  it('counts a call that is a whole window older no more', () => {
    expect(fullestWindows([call(0, 0), call(1_000, 1_000)], 1_000).requestsByArrival).toBe(1);
  });

  it('tells how many calls a second were done', () => {
    expect(callsASecond([call(0, 100), call(0, 400), call(0, 500)], 0, 500)).toBe(4);
  });
});
