import { describe, expect, it } from 'vitest';
import { naiveCells, ourCells } from './cell.js';
import { figuresOf } from './figures.js';
import { goalsOf } from './goals.js';
import type { CellResult } from './measure-cell.js';
import { playNaive } from './naive/play-naive.js';
import type { NightResult } from './night.js';
import { openGround, playOurs } from './ours/play-ours.js';
import { inWords } from './words.js';

describe('a night of the naive way', () => {
  it('is two calls a row, one after the other, and no 429', async () => {
    const night = await playNaive(1, 1, 50);
    expect(night).toMatchObject({ requests: 100, throttled: 0 });
    expect(night.ms / 50).toBeGreaterThan(180);
    expect(night.ms / 50).toBeLessThan(260);
  });

  it('runs into the limit of requests with 20 at a time, waits, and goes on', async () => {
    const night = await playNaive(20, 1, 4_000);
    expect(night.throttled).toBeGreaterThan(0);
    expect(night.requests - night.throttled).toBe(8_000);
    expect(night.ms).toBeGreaterThan(300_000);
  });
});

describe('a night of ours', { timeout: 60_000 }, () => {
  it.each([1, 3])('writes every row of every step, with no 429, %i at work', async (processes) => {
    const night = await playOurs(
      await openGround(),
      { share: 0.01, version: 1 },
      { processes, model: 0.3, seed: 1 },
    );
    // 392 rows at 30 ms, and 60 ms a request, ±20 %.
    const rowsMs = night.executionMs - night.requests * 60;
    expect(Math.abs(rowsMs / (392 * 30) - 1)).toBeLessThan(0.2);
    expect(night.throttled).toBe(0);
    expect(Math.max(...Object.values(night.fullest))).toBeLessThan(1);
  });
});

describe('the figures', () => {
  const night = (ms: number, throttled = 0): NightResult => ({
    ms,
    requests: 10,
    throttled,
    executionMs: 1_000,
    fullest: { requests: 0.1, executionTime: 0.5, concurrency: 0.1 },
  });
  const result = (cell: CellResult['cell'], firstMs: number, nightMs: number): CellResult => ({
    cell,
    seed: 1,
    first: night(firstMs),
    nights: [night(nightMs)],
  });
  const staging = { firstMs: 1_000, nightMs: 500 };
  const figures = (ourNightMs: number) =>
    figuresOf(
      [
        ...naiveCells.map((cell) => result(cell, 100_000 / Math.sqrt(cell.atOnce), 100_000)),
        ...ourCells.map((cell) => result(cell, 2_000, ourNightMs)),
      ],
      staging,
    );

  it('count the staging in, and say by how much the whole is shorter', () => {
    const ours = figures(1_500)[2];
    expect(ours).toMatchObject({ firstSeconds: { median: 3 }, wholeSeconds: { median: 5 } });
    expect(ours?.cut.sequential.median).toBeCloseTo(1 - 5 / 200);
  });

  it('name what falls short', () => {
    const missed = (ms: number) => goalsOf(figures(ms)).filter(({ isReached }) => !isReached);
    expect(missed(500)).toEqual([]);
    expect(missed(20_000).map(({ what }) => what)).toContainEqual(
      expect.stringMatching(/95 % off .* row by row/),
    );
    const words = inWords({ seeds: 1, figures: figures(500), staging, goals: goalsOf(figures(20_000)) });
    expect(words).toMatch(/MISSED {3}95 % off/);
  });
});
