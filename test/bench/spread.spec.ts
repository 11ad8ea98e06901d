import { describe, expect, it } from 'vitest';
import { spreadInWords, spreadOf } from './spread.js';

describe('the spread of a figure over rounds', () => {
  it.each([
    [[3], { median: 3, min: 3, max: 3 }],
    [[9, 1, 5], { median: 5, min: 1, max: 9 }],
    [[4, 1, 10, 2], { median: 3, min: 1, max: 10 }],
  ])('of %j is %j', (values, spread) => expect(spreadOf(values)).toEqual(spread));

  it('of nothing is an error, not a nought', () => expect(() => spreadOf([])).toThrow('no rounds'));

  it('is read as median, minimum and maximum', () => {
    expect(spreadInWords({ median: 12345.6, min: 999, max: 1_234_567 })).toBe('12 346 (999–1 234 567)');
    expect(spreadInWords(spreadOf([7]))).toBe('7');
    expect(spreadInWords({ median: 0.456, min: -0.1, max: 1_000.5 }, 2)).toBe('0.46 (-0.10–1 000.50)');
  });
});
