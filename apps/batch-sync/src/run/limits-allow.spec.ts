import { describe, expect, it } from 'vitest';
import { defaultBudgetLimits } from '#lib/resilience';
import { leastMs } from './limits-allow.js';

const least = (requests: number, executionMs: number) =>
  leastMs({ requests, executionMs }, defaultBudgetLimits);

describe('the least time that the limits allow', () => {
  it('is what as many calls at a time as are allowed take, while all fits into one window', () => {
    expect(least(0, 0)).toEqual({ facet: 'concurrency', ms: 0 });
    expect(least(6_000, 1_200_000)).toEqual({ facet: 'concurrency', ms: 1_200_000 / 52 });
  });

  it('waits for each further window, of requests or of execution time', () => {
    const { facet, ms } = least(9_000, 900_000);
    expect(facet).toBe('requests');
    expect(ms).toBeCloseTo(300_000 + 300_000 / 52);
    expect(least(100, 3_000_000)).toMatchObject({ facet: 'executionTime' });
    expect(least(100, 3_000_000).ms).toBeCloseTo(600_000 + 600_000 / 52);
  });
});
