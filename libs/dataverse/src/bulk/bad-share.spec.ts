import { describe, expect, it } from 'vitest';
import { BadShare } from './bad-share.js';

/** As many times as it takes, calls of a thousand rows with so many bad ones. */
function seen(share: BadShare, bad: number, calls = 50): number {
  for (let call = 0; call < calls; call += 1) share.learn(1_000, bad);
  return share.value;
}

describe('the share of bad rows', () => {
  it('is small while nothing is known, and soon what was seen', () => {
    const share = new BadShare();
    expect(share.value).toBeCloseTo(0.001);
    share.learn(200, 10);
    expect(share.value).toBeGreaterThan(0.03);
    expect(seen(share, 20)).toBeCloseTo(0.02, 3);
  });

  it('is all but nothing after many rows of which none was bad', () => {
    expect(seen(new BadShare(), 0)).toBeLessThan(0.000_01);
  });

  it('forgets a thousand bad rows that stood together', () => {
    const share = new BadShare();
    share.learn(1_000, 1_000);
    expect(share.value).toBeGreaterThan(0.9);
    expect(seen(share, 0)).toBeLessThan(0.001);
  });
});
