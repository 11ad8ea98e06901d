import { describe, expect, it } from 'vitest';
import { ServerTime } from './server-time.js';

describe('ServerTime', () => {
  it('goes on from what the server said last, by the time that passes here', () => {
    let elapsedMs = 50;
    const time = new ServerTime(() => elapsedMs);
    expect(time.in(1_000)).toBeUndefined();
    time.heard(7_000_000);
    elapsedMs += 300;
    expect(time.in(1_000)).toBe(7_001_300);
  });
});
