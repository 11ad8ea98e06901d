import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cutText } from './cut-text.js';

describe('cutText', () => {
  it('never exceeds the length and never splits a character', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 60 }),
        fc.integer({ min: 1, max: 50 }),
        (text, length) => {
          const short = cutText(text, length);
          expect(short.length).toBeLessThanOrEqual(length);
          expect(short.isWellFormed()).toBe(true);
          const kept = text.length <= length ? text : `${text.slice(0, short.length - 1)}…`;
          expect(short).toBe(kept);
          expect(short.length).toBeGreaterThanOrEqual(Math.min(text.length, length - 1));
        },
      ),
    );
  });
});
