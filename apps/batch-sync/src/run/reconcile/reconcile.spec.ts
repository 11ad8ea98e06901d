import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { DataverseError } from '#lib/dataverse';
import { createTestDatabase } from '../../../../../test/support/postgres.js';
import { MemoryDataverse } from '../testing/memory-dataverse.js';
import { gardens, hasty, rowsOfSize, SyncGround } from '../testing/sync-ground.js';

const register = gardens('gardens');

describe('what Dataverse holds after a run', () => {
  let ground: SyncGround;
  beforeAll(async () => {
    ground = await SyncGround.open(await createTestDatabase(), register);
    await ground.sync(register, rowsOfSize(1_100, '1'));
    await ground.sync(register, rowsOfSize(1_090, '1'));
  });
  afterEach(() => ground.settle());
  afterAll(() => ground.close());

  const none = { rows: 0, keys: [] };
  const { cwKeyOf } = new MemoryDataverse().keys({ name: 'gardens', target: register.target });
  const compared = async () => (await ground.load(register)).reconciliation;

  it('is what was written, rows that were deactivated included', async () => {
    expect(await compared()).toEqual([
      {
        step: 'gardens',
        outcome: 'compared',
        held: 1_100,
        missing: none,
        differing: none,
        wrongState: none,
        extra: none,
      },
    ]);
  });

  it('is told where somebody has changed it, with some of the keys', async () => {
    const rows = ground.dataverse.rowsOf('gardens');
    const before = new Map([...rows].map(([key, row]) => [key, { ...row }]));
    for (let number = 0; number < 30; number += 1) rows.delete(`G${String(number).padStart(4, '0')}`);
    Object.assign(rows.get('G0500') ?? {}, { hash: 'other' });
    Object.assign(rows.get('G0501') ?? {}, { hash: null });
    Object.assign(rows.get('G0600') ?? {}, { isActive: false });
    Object.assign(rows.get('G1099') ?? {}, { isActive: true });
    rows.set('strange', { hash: 'strange', isActive: true, isClosed: false, values: {} });
    const [found] = await compared();
    expect(found).toMatchObject({
      held: 1_071,
      missing: { rows: 30 },
      differing: { rows: 2, keys: ['G0500', 'G0501'] },
      wrongState: { rows: 2, keys: ['G0600', 'G1099'] },
      extra: {
        rows: 1,
        keys: [cwKeyOf('strange')],
      },
    });
    expect(found?.outcome === 'compared' && found.missing.keys).toEqual(
      Array.from({ length: 20 }, (_, number) => `G${String(number).padStart(4, '0')}`),
    );
    rows.clear();
    for (const [key, row] of before) rows.set(key, row);
  });

  it('is told without the natural keys where they tell of people', async () => {
    ground.dataverse.arePeople = true;
    Object.assign(ground.dataverse.rowsOf('gardens').get('G0007') ?? {}, { hash: 'other' });
    expect(await compared()).toMatchObject([{ differing: { rows: 1, keys: [cwKeyOf('G0007')] } }]);
    ground.dataverse.arePeople = false;
    await ground.sync(register, { ...rowsOfSize(1_090, '1'), G0007: '3' });
  });

  it('is no difference where a row waits or was refused', async () => {
    ground.dataverse.answer = (row) =>
      row.key === 'G0001' ? { code: 'text-too-long', says: 'Too long.' } : undefined;
    const report = await ground.sync(register, { ...rowsOfSize(1_090, '1'), G0001: '2', G0002: '2' });
    expect(report.reconciliation).toMatchObject([
      { missing: none, differing: none, wrongState: none, extra: none },
    ]);
  });

  it('is not compared when nobody wants it', async () => {
    const run = await ground.runs.start('gardens', [], { reconcile: false });
    expect((await ground.runs.work(run.id)).reconciliation).toEqual([]);
  });

  const away = Object.assign(new Error('Dataverse is away.'), { code: 'circuit-open' });
  const notCompared = (failure: object) => [{ step: 'gardens', outcome: 'not-compared', failure }];

  it('is read again when Dataverse was away for a while', async () => {
    const answers = [away, away];
    ground.dataverse.unreadable = () => answers.shift();
    expect(await compared()).toMatchObject([{ outcome: 'compared', missing: none }]);
    expect(answers).toEqual([]);
  });

  it('is told in words when it cannot be read, and the run is done', async () => {
    let readings = 0;
    ground.dataverse.unreadable = () => ((readings += 1), away);
    expect(await ground.load(register)).toMatchObject({
      state: 'done',
      reconciliation: notCompared({ code: 'circuit-open', says: 'Dataverse is away.' }),
    });
    expect(readings).toBe(hasty.readingsAtMost);
  });

  it('is not asked for again when Dataverse has refused to tell it for good', async () => {
    let readings = 0;
    const refusal = {
      code: 'unknown-column',
      retry: 'never',
      status: 400,
      dataverseCode: '0x80060888',
    } as const;
    const error = new DataverseError('cw_asset.query', {
      ...refusal,
      retryAfterMs: undefined,
      column: undefined,
    });
    ground.dataverse.unreadable = () => ((readings += 1), error);
    expect(await compared()).toEqual(notCompared({ code: 'unknown-column', says: error.message }));
    expect(readings).toBe(1);
  });
});
