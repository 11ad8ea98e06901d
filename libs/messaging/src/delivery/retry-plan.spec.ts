import { describe, expect, it } from 'vitest';
import { planRetry } from './retry-plan.js';

const plan = { baseMs: 500, capMs: 60_000, random: () => 0.999_999 };

describe('the wait before the next attempt', () => {
  it('doubles, and stops growing at the cap', () => {
    const waits = [1, 2, 3, 7, 8, 1_000].map(
      (attempt) => planRetry(new Error(), { ...plan, attempt }).retryInMs,
    );
    expect(waits).toEqual([500, 1_000, 2_000, 32_000, 60_000, 60_000]);
  });

  it('is what the error asks for, at least', () => {
    const throttled = Object.assign(new Error(), { retryAfterMs: 90_000 });
    expect(planRetry(throttled, { ...plan, attempt: 1, random: () => 0 }).retryInMs).toBe(90_000);
    expect(planRetry(throttled, { ...plan, attempt: 1 }).retryInMs).toBeLessThanOrEqual(90_500);
  });

  it('is never longer than a quarter of an hour, whatever the error asks for', () => {
    const mistaken = Object.assign(new Error(), { retryAfterMs: 86_400_000 });
    expect(planRetry(mistaken, { ...plan, attempt: 1, random: () => 0 }).retryInMs).toBe(900_000);
  });

  it.each([-1, Number.NaN, Infinity, '5'])(
    'is our own when the error asks for nonsense (%s)',
    (retryAfterMs) => {
      expect(planRetry({ retryAfterMs }, { ...plan, attempt: 1 }).retryInMs).toBe(500);
    },
  );

  it('keeps of the error its name and code, never its message', () => {
    const error = Object.assign(new Error('Jane Doe, 5 High Street'), {
      name: 'DataverseError',
      code: 'throttled',
    });
    expect(planRetry(error, { ...plan, attempt: 1 }).message).toBe('DataverseError throttled');
    expect(planRetry('Jane Doe', { ...plan, attempt: 1 }).message).toBe('unknown error');
  });
});
