import { describe, expect, it } from 'vitest';
import { halvingPays, messagePays } from './isolation-cost.js';

const sizes = Array.from({ length: 1_000 }, (_, n) => n + 1);

describe('how bad rows are found at the least cost', () => {
  it('is by halves, down to some 50 rows, while little is known or bad rows are rare', () => {
    for (const share of [0.001, 0.000_01]) {
      expect(sizes.filter((rows) => !messagePays(rows, share))).toEqual([]);
      expect(sizes.filter((rows) => halvingPays(rows, share))).toEqual(sizes.filter((rows) => rows > 50));
    }
  });

  it('is by a batch without a message before it where nearly every message would have a bad row', () => {
    expect([1_000, 200].map((rows) => messagePays(rows, 0.01))).toEqual([false, false]);
    expect([1_000, 200].map((rows) => halvingPays(rows, 0.01))).toEqual([false, false]);
    expect([100, 50].map((rows) => messagePays(rows, 0.01))).toEqual([true, true]);
    expect(sizes.filter((rows) => rows > 5 && messagePays(rows, 0.2))).toEqual([]);
  });

  it('is no message more, the more rows are bad and the more of them are sent', () => {
    for (const rows of [10, 50, 120, 400, 1_000]) {
      const answers = sizes.map((thousandths) => messagePays(rows, thousandths / 1_000));
      expect(answers.lastIndexOf(true)).toBeLessThan(
        answers.includes(false) ? answers.indexOf(false) : 1_000,
      );
    }
  });

  it('is a message for rows that are never bad, and a batch for those that always are', () => {
    expect(sizes.every((rows) => messagePays(rows, 0))).toBe(true);
    expect(sizes.some((rows) => messagePays(rows, 1) || halvingPays(rows, 1))).toBe(false);
  });
});
