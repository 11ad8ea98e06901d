import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase } from '../../../../../test/support/postgres.js';
import { gardens, SyncGround } from '../testing/sync-ground.js';

const register = gardens('gardens');
const parks = gardens('parks', {
  key: ['park'],
  columns: { park: {}, garden: {} },
  target: { table: 'cw_asset', columns: { cw_parentid: { lookup: { to: 'gardens', column: 'garden' } } } },
});
const complaints = gardens('complaints', {
  delivers: 'news',
  target: {
    table: 'incident',
    columns: {},
    closedWhen: { sql: `size = 'closed'`, status: 'Problem Solved', subject: 'Done' },
  },
});

describe('a row that Dataverse refuses', () => {
  let ground: SyncGround;
  beforeAll(async () => {
    ground = await SyncGround.open(await createTestDatabase(), register, parks, complaints);
  });
  afterEach(() => ground.settle());
  afterAll(() => ground.close());

  const refuse = (...keys: string[]) => {
    ground.dataverse.answer = (row) =>
      keys.includes(row.key) ? { code: 'text-too-long', says: `Too long\0 for ${row.key}.` } : undefined;
  };

  it('costs itself alone, is told with its reason, and is not tried again as it is', async () => {
    refuse('B');
    const report = await ground.sync(register, { A: '1', B: '1', C: '1' });
    expect(report).toMatchObject({
      state: 'done',
      stages: [{ done: { created: 2 }, refused: { 'text-too-long': 1 } }, {}],
      quarantined: [{ step: 'gardens', code: 'text-too-long', rows: 1 }],
      pending: 0,
    });
    const [told, ...others] = await ground.runs.quarantined('gardens');
    expect(others).toEqual([]);
    expect(told).toEqual({
      step: 'gardens',
      key: 'B',
      code: 'text-too-long',
      says: 'Too long\ufffd for B.',
      when: expect.any(Date) as Date,
      run: report.id,
    });
    ground.dataverse.requests.length = 0;
    await ground.load(register);
    expect(ground.dataverse.sent()).toEqual([]);
  });

  it('stays in the report of its run, though the process died that was to keep it', async () => {
    refuse('D');
    const report = await ground.sync(register, { A: '1', B: '1', C: '1', D: '1' });
    await ground.sql.query(`update runs set report = null where id = ${report.id}`);
    ground.dataverse.answer = () => undefined;
    await ground.sync(register, { A: '1', B: '1', C: '1', D: '2' });
    expect(await ground.runs.report(report.id)).toEqual(report);
    await ground.sync(register, { A: '1', B: '1', C: '1' });
  });

  it('is out of quarantine once its source has mended it', async () => {
    refuse('B');
    await ground.sync(register, { A: '2', B: '2', C: '2' });
    ground.dataverse.answer = () => undefined;
    const report = await ground.sync(register, { A: '2', B: '3', C: '2' });
    expect(report).toMatchObject({ stages: [{ done: { created: 1 } }, {}], quarantined: [] });
    expect(await ground.runs.quarantined('gardens')).toEqual([]);
  });

  it('is tried again when somebody says so: all of them, or some', async () => {
    refuse('A', 'B', 'C');
    await ground.sync(register, { A: '4', B: '4', C: '4' });
    ground.dataverse.answer = () => undefined;
    expect(await ground.runs.replay('gardens', { keys: ['B', 'D'] })).toBe(1);
    expect(await ground.load(register)).toMatchObject({ stages: [{ done: { updated: 1 } }, {}] });
    expect((await ground.runs.quarantined('gardens', { limit: 1 })).map(({ key }) => key)).toEqual(['A']);
    expect(await ground.runs.replay('gardens')).toBe(2);
    expect(await ground.runs.replay('gardens')).toBe(0);
    expect(await ground.load(register)).toMatchObject({
      stages: [{ done: { updated: 2 } }, {}],
      quarantined: [],
    });
  });

  it('may be refused when it is deactivated, and stays so until it is back', async () => {
    await ground.sync(register, { A: '5', B: '5' });
    refuse('B');
    expect(await ground.sync(register, { A: '5' })).toMatchObject({
      stages: [{}, { refused: { 'text-too-long': 1 } }],
      pending: 0,
    });
    ground.dataverse.answer = () => undefined;
    const back = await ground.sync(register, { A: '5', B: '5' });
    expect(back, 'Dataverse has it as it is').toMatchObject({
      quarantined: [],
      pending: 0,
      spent: { requests: 0 },
    });
    expect(back.reconciliation).toMatchObject([{ wrongState: { rows: 0 } }]);
  });

  it('may be refused when it is closed, and is not closed again until it changes', async () => {
    ground.dataverse.answer = (_row, _step, action) =>
      action === 'close' ? { code: 'invalid-state', says: 'It has open activities.' } : undefined;
    expect(await ground.sync(complaints, { X: 'closed' })).toMatchObject({
      stages: [{ done: { created: 1 } }, { action: 'close', refused: { 'invalid-state': 1 } }, {}],
    });
    ground.dataverse.answer = () => undefined;
    expect(await ground.load(complaints)).toMatchObject({ spent: { requests: 0 } });
    await ground.runs.replay('complaints');
    expect(await ground.load(complaints)).toMatchObject({ stages: [{}, { done: { closed: 1 } }, {}] });
  });

  describe('for want of its parent', () => {
    it('goes as soon as the parent is loaded', async () => {
      expect(await ground.sync(parks, { P: 'later', Q: 'never' })).toMatchObject({
        quarantined: [{ code: 'row-not-found', rows: 2 }],
      });
      ground.dataverse.requests.length = 0;
      await ground.load(parks);
      expect(ground.dataverse.sent(), 'nothing has changed').toEqual([]);
      await ground.sync(register, { later: '1' });
      ground.dataverse.requests.length = 0;
      expect(await ground.load(parks)).toMatchObject({
        stages: [{ planned: 1, done: { created: 1 } }, {}],
        quarantined: [{ code: 'row-not-found', rows: 1 }],
      });
      expect(ground.dataverse.sent()).toEqual(['P']);
    });

    it('goes when the parent was on its way just then', async () => {
      const run = await ground.runs.start('parks', [await ground.land(parks, { R: 'soon' })]);
      const parent = await ground.runs.start('gardens', [
        await ground.land(register, { later: '1', soon: '1' }),
      ]);
      let isSent = false;
      ground.dataverse.before = async ({ step }) => {
        if (step !== 'parks' || isSent) return;
        isSent = true;
        ground.dataverse.answer = (row) =>
          row.key === 'R' ? { code: 'row-not-found', says: 'No parent.' } : undefined;
        await ground.runs.work(parent.id);
      };
      expect(await ground.runs.work(run.id)).toMatchObject({ quarantined: [{ rows: 1 }] });
      ground.dataverse.answer = () => undefined;
      expect(await ground.load(parks)).toMatchObject({
        stages: [{ done: { created: 1 } }, {}],
        quarantined: [],
      });
    });

    it('is not tried every night when Dataverse lacks a parent that we take to be there', async () => {
      await ground.sync(register, { later: '1', lost: '1' });
      ground.dataverse.rowsOf('gardens').delete('lost');
      await ground.sync(parks, { S: 'lost' });
      ground.dataverse.requests.length = 0;
      await ground.load(parks);
      expect(ground.dataverse.sent()).toEqual([]);
    });
  });
});
