import { describe, expect, it } from 'vitest';
import { Tally } from './tally.js';

describe('the tally of a load', () => {
  it('counts what is done in the counted time, and what fails before the end', () => {
    let now = 0;
    const tally = new Tally({ countFrom: 100, endAt: 500 }, () => now);
    const isOver = [99, 100, 499, 500].map((moment) => {
      now = moment;
      tally.count();
      tally.fail(Object.assign(new Error('no'), { code: 'refused' }));
      return tally.isOver;
    });
    expect(tally.done).toBe(2);
    expect(tally.failures).toEqual({ refused: 3 });
    expect(isOver).toEqual([false, false, false, true]);
  });
});
