import { describe, expect, it } from 'vitest';
import {
  costModel,
  defaultCosts,
  type CostSettings,
  type Work,
} from '../../../stand-ins/dataverse/src/index.js';
import { type Form, type Sample, type Verb } from './cells.js';
import type { TableCosts } from './cost-file.js';
import { tableCosts } from './table-costs.js';

const sizes: Readonly<Record<Form, readonly number[]>> = {
  single: [1],
  batch: [1, 1, 1, 10, 50, 100],
  bulk: [1, 1, 1, 10, 100, 200],
};

const workOf = (form: Form, rows: number): Work[] =>
  form === 'bulk'
    ? [{ kind: 'bulk', table: 'account', operations: rows }]
    : Array.from({ length: rows }, () => ({ kind: 'upsert' as const, table: 'account', operations: 1 }));

/** What rounds of a service with these costs would tell, without the waiting. */
function samplesOf(
  costs: CostSettings,
  rounds: number,
  forms: readonly Form[] = ['single', 'batch', 'bulk'],
) {
  const costOf = costModel(costs);
  const verbs: readonly Verb[] = ['create', 'update'];
  return Array.from({ length: rounds }, () =>
    forms.flatMap((form) =>
      sizes[form].flatMap((rows) =>
        verbs.map((verb): Sample => {
          return { table: 'account', form, verb, rows, durationMs: costOf(...workOf(form, rows)) };
        }),
      ),
    ),
  ).flat();
}

const isWithin = (value: number | undefined, share: number, wanted: number): boolean =>
  value !== undefined && Math.abs(value / wanted - 1) <= share;

/** Whether everything that was measured is within 15 % of what it costs by default. */
function areFound({ single, batch, bulk }: TableCosts): boolean {
  return (['create', 'update'] as const).every(
    (verb) =>
      isWithin(single[verb].requestMs + single[verb].operationMs, 0.15, 100) &&
      isWithin(batch[verb].requestMs, 0.15, 60) &&
      isWithin(batch[verb].operationMs, 0.15, 40) &&
      isWithin(bulk?.[verb].requestMs, 0.15, 60) &&
      isWithin(bulk?.[verb].operationMs, 0.15, 12),
  );
}

describe('the costs of a table', () => {
  it('are found again, all of them within 15 %, by 19 of 20 runs of ten rounds that vary as real ones do', () => {
    const seeds = Array.from({ length: 200 }, (_, seed) => seed);
    const found = seeds.filter((seed) => {
      const { account } = tableCosts(samplesOf({ ...defaultCosts, seed }, 10));
      return account !== undefined && areFound(account);
    });
    expect(found.length / seeds.length).toBeGreaterThanOrEqual(0.95);
  });

  it('tell how much they vary, and that is no fault of the line', () => {
    const { account } = tableCosts(samplesOf(defaultCosts, 200));
    expect(isWithin(account?.bulk?.create.jitter, 0.1, 0.2 / Math.sqrt(3))).toBe(true);
    expect(account?.bulk?.create).toMatchObject({ r2: expect.closeTo(1, 1), samples: 1_200 });
  });

  it('are not led astray by the few calls that take many times as long, and tell of them', () => {
    const costs = { ...defaultCosts, tail: { share: 0.05, factor: 6 } };
    const { account } = tableCosts(samplesOf(costs, 100));
    expect(isWithin(account?.batch.create.requestMs, 0.15, 60)).toBe(true);
    expect(isWithin(account?.batch.create.operationMs, 0.15, 40)).toBe(true);
    expect(isWithin(account?.batch.create.tail.share, 0.5, 0.05)).toBe(true);
    expect(isWithin(account?.batch.create.tail.factor, 0.15, 6)).toBe(true);
  });

  it('of a request of its own are what a request of a batch costs, and the rest', () => {
    const { account } = tableCosts(samplesOf({ ...defaultCosts, jitter: 0 }, 2));
    expect(account?.single.create).toMatchObject({
      requestMs: expect.closeTo(60),
      operationMs: expect.closeTo(40),
      r2: null,
    });
  });

  it('tell the spread of each size', () => {
    const { account } = tableCosts(samplesOf({ ...defaultCosts, jitter: 0 }, 2));
    expect(account?.batch.update.sizes).toEqual(
      [1, 10, 50, 100].map((rows) => {
        const ms = 60 + rows * 40;
        return { rows, medianMs: ms, minMs: ms, maxMs: ms };
      }),
    );
  });

  it('have no bulk messages where none were measured', () => {
    expect(tableCosts(samplesOf(defaultCosts, 2, ['single', 'batch']))['account']).not.toHaveProperty('bulk');
  });
});
