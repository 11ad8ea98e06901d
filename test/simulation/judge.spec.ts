import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type JudgedCall, judge, mostAtOnce, worstOf } from './judge.js';

const limits = { requests: 1, executionMs: 1, concurrency: 1 };
const windowMs = 10;

const logs = fc.array(
  fc
    .record({ arrivedAt: fc.integer({ min: 0, max: 60 }), executionMs: fc.integer({ min: 1, max: 15 }) })
    .map(({ arrivedAt, executionMs }) => ({ arrivedAt, executionMs, completedAt: arrivedAt + executionMs })),
  { maxLength: 40 },
);

/** Every window that ends with something. */
function bruteForce(
  calls: JudgedCall[],
  when: 'arrivedAt' | 'completedAt',
  weigh: (call: JudgedCall) => number,
) {
  const sums = calls.map((last) =>
    calls
      .filter((call) => call[when] > last[when] - windowMs && call[when] <= last[when])
      .reduce((sum, call) => sum + weigh(call), 0),
  );
  return Math.max(0, ...sums);
}

describe('the judge', () => {
  it('finds the fullest window of each facet, dated by the arrival or by the end, as if it had tried them all', () => {
    fc.assert(
      fc.property(logs, (calls) => {
        const worst = (weigh: (call: JudgedCall) => number) =>
          Math.max(bruteForce(calls, 'arrivedAt', weigh), bruteForce(calls, 'completedAt', weigh));
        const { requests, executionTime } = judge(calls, limits, windowMs);
        expect(requests).toBe(worst(() => 1));
        expect(executionTime).toBe(worst(({ executionMs }) => executionMs));
      }),
    );
  });

  it('finds how many ran at once', () => {
    fc.assert(
      fc.property(logs, (calls) => {
        const running = calls.map(
          ({ arrivedAt }) =>
            calls.filter((other) => other.arrivedAt <= arrivedAt && other.completedAt > arrivedAt).length,
        );
        expect(mostAtOnce(calls)).toBe(Math.max(0, ...running));
      }),
    );
  });

  it('counts two requests that lie a whole window apart in two windows', () => {
    const calls = [0, 10].map((arrivedAt) => ({ arrivedAt, completedAt: arrivedAt + 1, executionMs: 1 }));
    expect(judge(calls, limits, windowMs)).toEqual({ requests: 1, executionTime: 1, concurrency: 1 });
  });

  it('speaks in shares of the limits, and the worst of them is what counts', () => {
    const calls = [{ arrivedAt: 0, completedAt: 6, executionMs: 6 }];
    const verdict = judge(calls, { requests: 10, executionMs: 8, concurrency: 4 }, windowMs);
    expect(verdict).toEqual({ requests: 0.1, executionTime: 0.75, concurrency: 0.25 });
    expect(worstOf(verdict)).toBe(0.75);
  });
});
