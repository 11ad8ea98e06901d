import { describe, expect, it } from 'vitest';
import { quickMatrix, wholeMatrix } from './cells.js';
import { figuresOf } from './figures.js';
import { type CellResult, measureCell } from './measure-cell.js';
import { measureJob } from './measure-job.js';
import { steadyRate } from './steady-share.js';
import { inWords } from './words.js';

const windowMs = 300_000;
const cell = { rows: 200, rttMs: 0, costs: '±20 %', processes: 1 } as const;
const fullest = { requests: 0.1, executionTime: 0.99, concurrency: 0.9 };
const result: CellResult = {
  cell,
  seed: 1,
  rowsPerSecond: 320,
  ceiling: 325,
  share: 0.98,
  refusable: 0,
  fullest,
};

describe('the share of the ceiling', () => {
  it('is the same whether a window is spent at its beginning, at its end, or evenly', () => {
    const spentAt = (share: number) =>
      [0, 1, 2, 3, 4, 5].map((window) => ({ completedAt: (window + share) * windowMs, rows: 90_000 }));
    const evenly = Array.from({ length: 600 }, (_, n) => ({ completedAt: (n + 0.5) * 3_000, rows: 900 }));
    for (const log of [spentAt(0.05), spentAt(0.5), spentAt(0.95), evenly])
      expect(steadyRate(log, windowMs)).toBeCloseTo(300);
  });

  it('is reached by a saturated batch of 200 rows a request', { timeout: 60_000 }, async () => {
    const measured = await measureCell(cell, 1);
    const [figures] = figuresOf([cell], [measured]);
    expect(figures).toMatchObject({ goal: 0.97, isReached: true, refusable: 0 });
    expect(measured.fullest.executionTime).toBeGreaterThan(0.98);
  });

  it('is not reached when a single seed falls short, was refused something or overfilled a window', () => {
    const wrong: CellResult[] = [
      { ...result, share: 0.96 },
      { ...result, refusable: 1 },
      { ...result, fullest: { ...fullest, executionTime: 1.001 } },
    ];
    const isReached = (results: CellResult[]) => figuresOf([cell], results)[0]?.isReached;
    expect(isReached([result, result])).toBe(true);
    for (const each of wrong) expect(isReached([result, each])).toBe(false);
  });

  it('is measured for every batch size, network, cost and number of processes', () => {
    expect(wholeMatrix).toHaveLength(5 * 3 * 2 * 3);
    expect(wholeMatrix).toEqual(expect.arrayContaining([...quickMatrix]));
  });

  it('is told with its formula, and what missed its goal is named', async () => {
    const job = await measureJob({ rows: 10_000, rowsARequest: 100, rttMs: 30 }, 1);
    expect(job.seconds).toBeGreaterThanOrEqual(job.shortestSeconds);
    const words = inWords(figuresOf([cell], [{ ...result, share: 0.9 }]), [job], 1);
    expect(words).toContain('rows a request × min(requests / window');
    expect(words).toContain('MISSED 97');
    expect(words).toContain('reached in 0 of 1');
  });
});
