import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  accountTable,
  contactTable,
  incidentTable,
  rowOf,
  type RowOutcome,
  type RowToUpsert,
} from '#lib/dataverse';
import type { DataverseStandIn } from '../support/dataverse-stand-in.js';
import { connectStandIn, type ConnectedStandIn } from './connected-stand-in.js';
import { idOf, keyOf, numbers } from './numbered-rows.js';

const upsertOf = (n: number, name = `Name ${n}`): RowToUpsert<typeof accountTable> => ({
  at: { key: keyOf(n) },
  row: { name, accountNumber: `A${n}` },
});

async function allOf<Entry>(outcomes: AsyncIterable<RowOutcome<Entry>>): Promise<RowOutcome<Entry>[]> {
  const all: RowOutcome<Entry>[] = [];
  for await (const outcome of outcomes) all.push(outcome);
  return all;
}

function countsOf(outcomes: readonly { outcome: string }[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { outcome } of outcomes) counts[outcome] = (counts[outcome] ?? 0) + 1;
  return counts;
}

describe('many rows and the stand-in', () => {
  let standIn: ConnectedStandIn;
  let dataverse: DataverseStandIn;
  beforeAll(async () => {
    standIn = await connectStandIn();
    dataverse = standIn.dataverse;
  });
  afterAll(() => standIn.close());
  beforeEach(() => dataverse.reset());

  const rows = async (table: string) => dataverse.rows(table);
  const requests = async () => (await dataverse.stats()).requests;

  it('are upserted by key, as often as you like, in few requests', async () => {
    const { client } = standIn;
    const input = numbers(1_000).map((n) => upsertOf(n));
    const first = await allOf(client.upsertMultiple(accountTable, input));
    expect(countsOf(first)).toEqual({ upserted: 1_000 });
    expect(first.map(({ index }) => index)).toEqual(numbers(1_000));
    await allOf(client.upsertMultiple(accountTable, input));
    expect(await rows('account')).toHaveLength(1_000);
    expect(await requests()).toBeLessThan(30);
  });

  it('are told apart as created, updated and unchanged when they are read first', async () => {
    const { client } = standIn;
    await allOf(
      client.upsertMultiple(
        accountTable,
        numbers(30).map((n) => upsertOf(n)),
      ),
    );
    const changed = numbers(50).map((n) => upsertOf(n, n < 10 ? 'Another' : undefined));
    const outcomes = await allOf(client.upsertMultiple(accountTable, changed, { readFirst: true }));
    expect(countsOf(outcomes)).toEqual({ updated: 10, unchanged: 20, created: 20 });
  });

  it.each(['bulk', 'batch'] as const)('one bad row costs one row, by %s', async (by) => {
    const { client } = standIn;
    const bad = new Set([3, 77, 199]);
    const input = numbers(200).map((n) => {
      const { at, row } = upsertOf(n);
      return { at, row: bad.has(n) ? { ...row, accountNumber: 'x'.repeat(21) } : row };
    });
    const outcomes = await allOf(client.upsertMultiple(accountTable, input, { by }));
    const refused = outcomes.filter(({ outcome }) => outcome === 'refused');
    expect(refused.map(({ index }) => index)).toEqual([...bad]);
    expect(refused[0]).toMatchObject({
      error: { code: 'text-too-long', column: 'accountnumber', words: expect.stringContaining('exceeded') },
    });
    expect(await rows('account')).toHaveLength(197);
  });

  it('are created once, although replies are lost', async () => {
    const { client } = standIn;
    await dataverse.hurt({ dropAfterCommit: { rate: 0.3, seed: 4 } });
    const input = numbers(600).map((n) => ({ id: idOf(n), row: { name: `Name ${n}`, key: keyOf(n) } }));
    const outcomes = await allOf(client.createMultiple(accountTable, input, { mostRows: 50 }));
    expect(countsOf(outcomes)).toEqual({ created: 600 });
    await dataverse.hurt({});
    expect(await rows('account')).toHaveLength(600);
  });

  it('that were created before are compared, never assumed to be ours', async () => {
    const { client } = standIn;
    const input = numbers(80).map((n) => ({ id: idOf(n), row: { name: `Name ${n}`, key: keyOf(n) } }));
    await allOf(client.createMultiple(accountTable, input.slice(0, 20)));
    const foreign = input.map((entry, n) =>
      n === 5 ? { ...entry, row: { name: 'X', key: keyOf(500) } } : entry,
    );
    const outcomes = await allOf(client.createMultiple(accountTable, foreign));
    expect(countsOf(outcomes)).toEqual({ unchanged: 19, refused: 1, created: 60 });
    expect(outcomes[5]).toMatchObject({ outcome: 'refused', error: { code: 'duplicate-row' } });
  });

  it('are updated by id and by key, and one that is not there is refused', async () => {
    const { client } = standIn;
    const input = numbers(20).map((n) => ({ id: idOf(n), row: { name: `Name ${n}`, key: keyOf(n) } }));
    await allOf(client.createMultiple(accountTable, input));
    const changes = numbers(21).map((n) => ({ at: idOf(n), changes: { name: 'Changed' } }));
    const outcomes = await allOf(client.updateMultiple(accountTable, changes));
    expect(countsOf(outcomes)).toEqual({ updated: 20, refused: 1 });
    expect(outcomes[20]).toMatchObject({ error: { code: 'row-not-found' } });
    const byKey = [{ at: { key: keyOf(1) }, changes: { name: 'Again' } }];
    expect(countsOf(await allOf(client.updateMultiple(accountTable, byKey)))).toEqual({ updated: 1 });
  });

  it('are deleted in batches, since standard tables know no DeleteMultiple', async () => {
    const { client } = standIn;
    const input = numbers(120).map((n) => ({ id: idOf(n), row: { name: `Name ${n}`, key: keyOf(n) } }));
    await allOf(client.createMultiple(accountTable, input));
    const outcomes = await allOf(client.deleteMultiple(accountTable, numbers(125).map(idOf)));
    expect(countsOf(outcomes)).toEqual({ deleted: 120, 'not-there': 5 });
    expect(await rows('account')).toHaveLength(0);
  });

  it('with one address are written in their order, the last one at last', async () => {
    const { client } = standIn;
    const input = numbers(90).map((n) => upsertOf(n % 3, `Name ${n}`));
    await allOf(client.upsertMultiple(accountTable, input));
    const names = (await rows('account')).map(({ name }) => name).sort();
    expect(names).toEqual(['Name 87', 'Name 88', 'Name 89']);
  });

  it('that may be absent are not there, and none is made', async () => {
    const { client } = standIn;
    await allOf(
      client.upsertMultiple(
        accountTable,
        numbers(3).map((n) => upsertOf(n)),
      ),
    );
    const changes = numbers(200).map((n) => ({ at: { key: keyOf(n) }, changes: { name: 'Changed' } }));
    const outcomes = await allOf(client.updateMultiple(accountTable, changes, { mayBeAbsent: true }));
    expect(countsOf(outcomes)).toEqual({ updated: 3, 'not-there': 197 });
    expect(await rows('account')).toHaveLength(3);
  });

  it.each([
    ['no fault', {}],
    ['lost replies', { dropAfterCommit: { rate: 0.02, seed: 7 } }],
    ['requests that are cut off', { dropBeforeCommit: { rate: 0.02, seed: 7 } }],
    ['halves of answers', { halfBody: { rate: 0.5, seed: 7 } }],
    ['timeouts of the database', { sqlTimeout: { rate: 0.05, seed: 7 } }],
  ])('are closed as cases with one activity each, with %s', async (_, faults) => {
    const { client } = standIn;
    await client.create(contactTable, { lastName: 'Smith' }, { id: idOf(0) });
    const customer = rowOf(contactTable, idOf(0));
    const input = numbers(150).map((n) => ({ at: { key: keyOf(n) }, row: { title: `Case ${n}`, customer } }));
    await allOf(client.upsertMultiple(incidentTable, input));
    await client.closeCase({ key: keyOf(3) }, { subject: 'By hand' });
    await dataverse.hurt(faults);
    const toClose = numbers(151).map((n) => ({ at: { key: keyOf(n) }, resolution: { subject: 'Mended' } }));
    const outcomes = await allOf(client.closeCases(toClose, { mostRows: 40 }));
    await dataverse.hurt();
    // That by hand may be taken for one whose reply was lost.
    const { closed = 0, 'already-closed': before = 0, ...others } = countsOf(outcomes);
    expect([closed + before, others]).toEqual([150, { refused: 1 }]);
    expect(outcomes[150]).toMatchObject({ error: { code: 'row-not-found' } });
    expect(await rows('incidentresolution')).toHaveLength(150);
    expect(await dataverse.rowsWhere('incident', { statecode: 1 })).toHaveLength(150);
    expect(countsOf(await allOf(client.closeCases(toClose)))).toEqual({ 'already-closed': 150, refused: 1 });
    expect(await rows('incidentresolution')).toHaveLength(150);
  });

  it('stop when the call is wrong: row after row is refused alike', async () => {
    const { client } = standIn;
    const nobody = rowOf(accountTable, idOf(999));
    const input = numbers(5_000).map((n) => ({
      at: { key: keyOf(n) },
      row: { lastName: 'Smith', employer: nobody },
    }));
    const outcomes: RowOutcome<unknown>[] = [];
    const before = await requests();
    const writing = (async () => {
      for await (const outcome of client.upsertMultiple(contactTable, input as never)) outcomes.push(outcome);
    })();
    await expect(writing).rejects.toMatchObject({ code: 'bulk-call-refused' });
    expect((await requests()) - before).toBeLessThan(60);
    expect(countsOf(outcomes)).toEqual({ refused: expect.any(Number), 'not-written': expect.any(Number) });
  });

  it('that the map refuses are refused before anything is sent', async () => {
    const { client } = standIn;
    const input = [upsertOf(1), { at: { key: 'a/b' }, row: { name: 'x' } }, upsertOf(2)];
    const outcomes = await allOf(client.upsertMultiple(accountTable, input));
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(['upserted', 'refused', 'upserted']);
    expect(outcomes[1]).toMatchObject({ error: { code: 'unusable-key' } });
  });
});
