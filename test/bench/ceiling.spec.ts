import { describe, expect, it } from 'vitest';
import { shortestMakespanMs, steadyCeiling } from './ceiling.js';

const single = { rows: 1, costMs: 100, rttMs: 0 };
const hundred = { rows: 100, costMs: 1_260, rttMs: 30 };

describe('steadyCeiling', () => {
  it('is that of the limit on requests for cheap ones, and of that on execution time for dear ones', () => {
    expect(steadyCeiling(single)).toBe(20);
    expect(steadyCeiling(hundred)).toBeCloseTo((100 * 4) / 1.26);
  });

  it('is that of the limit on requests at once where the network is slow', () => {
    expect(steadyCeiling({ ...single, rttMs: 5_100 })).toBe(10);
  });
});

describe('shortestMakespanMs', () => {
  it('of what fits into one window is the time to run it, as many at once as may be', () => {
    expect(shortestMakespanMs(5_200, single)).toBe(10_000);
    expect(shortestMakespanMs(1, hundred)).toBe(1_290);
  });

  it('of more than fits begins a burst in each further window', () => {
    expect(shortestMakespanMs(6_052, single)).toBe(300_100);
    expect(shortestMakespanMs(18_000, single)).toBeCloseTo(600_000 + (6_000 / 52) * 100);
  });

  it('is never shorter than running it all at once takes', () => {
    expect(shortestMakespanMs(6_052, { ...single, costMs: 200, rttMs: 9_800 })).toBeCloseTo(
      (6_052 / 52) * 10_000,
    );
  });
});
