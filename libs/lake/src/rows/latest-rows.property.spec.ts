import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LakeRow } from './lake-row.js';
import { latestRows, supersedes } from './latest-rows.js';

const row = fc.record<LakeRow>({
  id: fc.constantFrom('a', 'b'),
  version: fc.bigInt({ min: 2n ** 53n, max: 2n ** 53n + 3n }),
  exportedAt: fc.constantFrom(new Date(1_000), new Date(2_000)),
  isDeleted: fc.boolean(),
  values: fc.constant({}),
});

const inTwoOrders = fc
  .array(row)
  .chain((rows) => fc.tuple(fc.constant(rows), fc.shuffledSubarray(rows, { minLength: rows.length })));

async function* streamed<T>(items: readonly T[]): AsyncGenerator<T> {
  yield* items;
}

const latest = async (rows: readonly LakeRow[]) =>
  new Map([...(await latestRows(streamed(rows)))].sort(([one], [other]) => (one < other ? -1 : 1)));

describe('the latest versions', () => {
  it('are the same in whatever order versions come', () =>
    fc.assert(
      fc.asyncProperty(inTwoOrders, async ([rows, shuffled]) => {
        expect(await latest(shuffled)).toEqual(await latest(rows));
      }),
    ));

  it('never supersede each other', () =>
    fc.assert(fc.property(row, row, (one, other) => !(supersedes(one, other) && supersedes(other, one)))));
});
