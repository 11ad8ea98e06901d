import { describe, expect, it } from 'vitest';
import { fitLine } from './fit-line.js';

const point = (rows: number, durationMs: number, weight = 1) => ({ rows, durationMs, weight });

describe('a line through durations', () => {
  it('is the one that they lie on', () => {
    expect(fitLine([point(1, 72), point(10, 180), point(100, 1_260)])).toEqual({
      requestMs: expect.closeTo(60),
      operationMs: expect.closeTo(12),
      r2: expect.closeTo(1),
    });
  });

  it('lies nearer to what weighs more', () => {
    const { requestMs, operationMs } = fitLine([point(1, 72, 1e6), point(10, 180, 1e6), point(100, 2_000)]);
    expect(requestMs + operationMs * 10).toBeCloseTo(180, 0);
  });

  it('tells how much of the variation it explains', () => {
    const { r2 } = fitLine([point(1, 100), point(1, 300), point(2, 100), point(2, 300)]);
    expect(r2).toBeCloseTo(0);
  });

  it('gives neither a request nor a row back what they would cost below nothing', () => {
    const dearer = fitLine([point(1, 1), point(10, 100), point(100, 10_000)]);
    expect(dearer.requestMs).toBe(0);
    expect(dearer.operationMs).toBeGreaterThan(0);
    expect(fitLine([point(1, 120), point(10, 80)])).toMatchObject({ requestMs: 100, operationMs: 0 });
  });

  it('needs two sizes', () => {
    expect(() => fitLine([point(1, 72), point(1, 80)])).toThrow(RangeError);
  });
});
