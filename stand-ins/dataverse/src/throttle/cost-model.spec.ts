import { describe, expect, it } from 'vitest';
import { costModel, defaultCosts } from './cost-model.js';
import type { Work } from './work.js';

const single: Work = { kind: 'upsert', table: 'incident', operations: 1 };
const bulk: Work = { kind: 'bulk', table: 'incident', operations: 100 };
const exact = { ...defaultCosts, jitter: 0 };

describe('the cost model', () => {
  it('adds a base for the request and something for each operation', () => {
    const costOf = costModel(exact);
    expect(costOf(single)).toBe(100);
    expect(costOf(bulk)).toBe(60 + 100 * 12);
    expect(costOf(single, single, bulk)).toBe(60 + 40 + 40 + 1_200);
    expect(costOf()).toBe(60);
  });

  it('has dearer tables', () => {
    const costOf = costModel({ ...exact, tables: { incident: 3 } });
    expect(costOf(single)).toBe(60 + 3 * 40);
    expect(costOf({ ...single, table: 'contact' })).toBe(100);
  });

  it('stays within its jitter, and has its mean', () => {
    const costOf = costModel();
    const costs = Array.from({ length: 20_000 }, () => costOf(single));
    expect(Math.min(...costs)).toBeGreaterThanOrEqual(80);
    expect(Math.max(...costs)).toBeLessThanOrEqual(120);
    expect(mean(costs)).toBeGreaterThan(99);
    expect(mean(costs)).toBeLessThan(101);
  });

  it('makes a share of the requests many times as dear', () => {
    const costOf = costModel({ ...exact, tail: { share: 0.01, factor: 5 } });
    const costs = Array.from({ length: 20_000 }, () => costOf(single));
    expect(new Set(costs)).toEqual(new Set([100, 500]));
    expect(mean(costs)).toBeGreaterThan(102.5);
    expect(mean(costs)).toBeLessThan(105.5);
  });

  it('costs what was measured of a table and form, and as before where nothing was', () => {
    const line = { jitter: 0, tail: { share: 0, factor: 1 } };
    const incident = {
      batch: { ...line, requestMs: 30, operationMs: 200 },
      bulk: { ...line, requestMs: 90, operationMs: 7 },
    };
    const costOf = costModel({ ...exact, measured: { incident } });
    expect(costOf(bulk)).toBe(90 + 100 * 7);
    expect(costOf(single, single)).toBe(30 + 2 * 200);
    expect(costOf(single)).toBe(60 + 40);
    expect(costOf({ ...bulk, table: 'contact' })).toBe(60 + 100 * 12);
    expect(costOf(single, { ...single, kind: 'retrieve' })).toBe(60 + 200 + 20);
  });

  it('varies as was measured', () => {
    const incident = {
      bulk: { requestMs: 100, operationMs: 0, jitter: 0.1, tail: { share: 0.5, factor: 4 } },
    };
    const costOf = costModel({ ...exact, measured: { incident } });
    const costs = Array.from({ length: 2_000 }, () => costOf(bulk)).sort((a, b) => a - b);
    expect(costs[0]).toBeGreaterThanOrEqual(90);
    expect(costs[900]).toBeLessThanOrEqual(110);
    expect(costs[1_100]).toBeGreaterThanOrEqual(360);
  });

  it('costs the same again for the same seed, and something else for another', () => {
    const costs = (seed: number) => {
      const costOf = costModel({ ...defaultCosts, seed });
      return Array.from({ length: 20 }, () => costOf(single));
    };
    expect(costs(7)).toEqual(costs(7));
    expect(costs(7)).not.toEqual(costs(8));
  });
});

const mean = (costs: readonly number[]) => costs.reduce((sum, cost) => sum + cost, 0) / costs.length;
