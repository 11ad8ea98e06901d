import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase } from '../../../../test/support/postgres.js';
import { gardens, rowsOfSize, SyncGround } from './testing/sync-ground.js';

const register = gardens('gardens');
const parks = gardens('parks', {
  key: ['park'],
  columns: { park: {}, garden: {} },
  target: { table: 'cw_asset', columns: { cw_parentid: { lookup: { to: 'gardens', column: 'garden' } } } },
  entities: {
    owners: {
      sql: `select distinct garden as "key", garden from rows where garden is not null`,
      target: { table: 'contact', columns: {} },
    },
  },
});
const complaints = gardens('complaints', {
  key: ['complaint'],
  columns: { complaint: {}, status: {} },
  delivers: 'news',
  target: {
    table: 'incident',
    columns: {},
    closedWhen: { sql: `status = 'closed'`, status: 'Problem Solved', subject: 'Done' },
  },
});
const guarded = gardens('guarded', { guards: { deactivated: 0.5 } });

describe('a run', () => {
  let ground: SyncGround;
  beforeAll(async () => {
    ground = await SyncGround.open(await createTestDatabase(), register, parks, complaints, guarded);
  });
  afterEach(() => ground.settle());
  afterAll(() => ground.close());

  it('brings a delivery into Dataverse, in requests that no chunk cuts short, and says what it did', async () => {
    const report = await ground.sync(register, rowsOfSize(30, '1'));
    expect(report).toMatchObject({
      state: 'done',
      source: { read: 30, inserted: 30 },
      pending: 0,
      spent: { requests: 5, operations: 30 },
      ceiling: { facet: 'concurrency', rowsPerSecond: (52 * 1_000) / 12 },
      reconciliation: [{ step: 'gardens', outcome: 'compared', held: 30 }],
    });
    expect(report.stages).toEqual([
      { action: 'write', step: 'gardens', planned: 30, done: { created: 30 }, reactivated: 0, refused: {} },
      { action: 'deactivate', step: 'gardens', planned: 0, done: {}, reactivated: 0, refused: {} },
    ]);
    expect(ground.dataverse.requests.map(({ rows }) => rows.length)).toEqual([7, 7, 7, 7, 2]);
    expect(await ground.runs.report(report.id)).toEqual(report);
  });

  it('writes what has changed, and what is back, deactivates what is gone, and sends nothing else', async () => {
    await ground.sync(register, { A: '1', B: '1', C: '1' });
    await ground.sync(register, { A: '1', B: '1' });
    expect(ground.dataverse.rowsOf('gardens').get('C')).toMatchObject({ isActive: false });
    ground.dataverse.requests.length = 0;
    const report = await ground.sync(register, { A: '2', C: '1' });
    expect(report.stages).toMatchObject([
      { done: { updated: 2 }, reactivated: 1 },
      { done: { deactivated: 1 } },
    ]);
    expect([ground.dataverse.sent('write'), ground.dataverse.sent('deactivate')]).toEqual([
      ['A', 'C'],
      ['B'],
    ]);
    ground.dataverse.requests.length = 0;
    await ground.sync(register, { A: '2', C: '1' });
    expect(ground.dataverse.requests).toEqual([]);
  });

  it('goes through parents before children, and the other way round where rows are deactivated', async () => {
    await ground.sync(register, { A: '1' });
    await ground.sync(parks, { P: 'A' });
    ground.dataverse.requests.length = 0;
    const report = await ground.sync(parks, { Q: '' });
    expect(report.state).toBe('done');
    expect(report.stages.map(({ action, step }) => `${action} ${step}`)).toEqual([
      'write parks',
      'write parks/owners',
      'deactivate parks/owners',
      'deactivate parks',
    ]);
    expect(ground.dataverse.requests.map(({ action, step }) => `${action} ${step}`)).toEqual([
      'write parks',
      'deactivate parks/owners',
      'deactivate parks',
    ]);
  });

  it('closes what was written, once and for ever', async () => {
    const first = await ground.sync(complaints, { open: 'new', over: 'closed' });
    expect(first.stages).toMatchObject([
      { done: { created: 2 } },
      { action: 'close', done: { closed: 1 } },
      {},
    ]);
    expect(first.reconciliation).toMatchObject([{ wrongState: { rows: 0 } }]);
    ground.dataverse.requests.length = 0;
    const second = await ground.sync(complaints, { open: 'closed', over: 'new' });
    expect(second).toMatchObject({ source: { updated: 2 }, pending: 0, quarantined: [] });
    expect(ground.dataverse.sent('write')).toEqual(['open']);
    expect(ground.dataverse.sent('close')).toEqual(['open']);
  });

  it('makes a row anew that is not there any more when it is to be closed', async () => {
    ground.dataverse.answer = (_row, _step, action) => (action === 'close' ? { how: 'absent' } : undefined);
    expect(await ground.sync(complaints, { lost: 'closed' })).toMatchObject({ pending: 1 });
    ground.dataverse.answer = () => undefined;
    expect(await ground.load(complaints)).toMatchObject({ pending: 0 });
    expect(ground.dataverse.rowsOf('complaints').get('lost')).toMatchObject({ isClosed: true });
  });

  it('says in words why a delivery is refused, and loads what the others say', async () => {
    await ground.sync(guarded, { A: '1', B: '1', C: '1' });
    const deliveries = [
      await ground.land(guarded, { D: '1' }),
      await ground.land(guarded, { A: '2', B: '1', C: '1' }),
    ];
    const run = await ground.runs.start('guarded', deliveries);
    const report = await ground.runs.work(run.id);
    expect(report).toMatchObject({
      state: 'done',
      deliveries: [
        {
          outcome: {
            kind: 'refused',
            code: 'too-many-gone',
            says: expect.stringContaining('3 of 3') as string,
          },
        },
        { outcome: { kind: 'applied' }, updated: 1 },
      ],
      source: { read: 3, updated: 1 },
    });
    expect(ground.dataverse.rowsOf('guarded').get('D')).toBeUndefined();
  });

  it('is told in lists with its deliveries, and with those of them that were refused, asked once for all', async () => {
    await ground.sync(guarded, { A: '1', B: '1', C: '1' });
    const [gone, good] = [
      await ground.land(guarded, { D: '1' }),
      await ground.land(guarded, { A: '2', B: '1', C: '1' }),
    ];
    const { id } = await ground.runs.start('guarded', [gone, good]);
    const early = await ground.runs.history({ integration: 'guarded', limit: 1 });
    expect(early).toMatchObject([{ id, deliveries: [gone, good], refusedDeliveries: [] }]);
    await ground.runs.work(id);
    const empty = await ground.load(guarded);
    expect(await ground.runs.history({ integration: 'guarded', limit: 2 })).toMatchObject([
      { id: empty.id, deliveries: [], refusedDeliveries: [] },
      { id, state: 'done', deliveries: [gone, good], refusedDeliveries: [gone] },
    ]);
    const all = await ground.runs.status();
    expect(all.find(({ integration }) => integration === 'guarded')?.last).toMatchObject({
      ...{ id: empty.id, deliveries: [] },
    });
  });

  it('is no success when a delivery of it was refused', async () => {
    const { ended } = await ground.sync(guarded, { A: '3', B: '1', C: '1' });
    expect(await ground.sync(guarded, { E: '1' })).toMatchObject({ state: 'done' });
    const [status] = await ground.runs.status({ integration: 'guarded' });
    expect(status?.lastDone).toEqual(ended);
  });

  it('tells of what was refused before it could land, once, also when no run could begin just then', async () => {
    const unreadable = { code: 'delivery-web-page', says: 'a.html is refused: it is a page.' } as const;
    const earlier = await ground.runs.start('gardens', []);
    await ground.staging.deliveries.refuse('gardens', 'a.html', unreadable);
    await expect(ground.runs.start('gardens', [])).rejects.toMatchObject({ code: 'run-unfinished' });
    await ground.runs.cancel(earlier.id);
    expect(await ground.sync(register, { A: '1' })).toMatchObject({
      deliveries: [{ name: 'a.html', outcome: { kind: 'refused', ...unreadable } }, { name: 'a delivery' }],
    });
    expect(await ground.load(register)).toMatchObject({ deliveries: [] });
  });

  it('is the only one of its integration that has not ended', async () => {
    const run = await ground.runs.start('gardens', []);
    await expect(ground.runs.start('gardens', [])).rejects.toMatchObject({ code: 'run-unfinished' });
    await ground.runs.start('parks', []);
    await ground.runs.cancel(run.id);
    await expect(ground.runs.start('gardens', [])).resolves.toMatchObject({ state: 'running' });
    const starts = await Promise.allSettled([1, 2, 3].map(() => ground.runs.start('complaints', [])));
    expect(starts.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('takes no delivery that is not complete, was applied, or is somebody else’s', async () => {
    const { deliveries } = await ground.sync(register, { A: '1' });
    const others = await ground.land(parks, { P: '' });
    for (const delivery of [deliveries[0]?.delivery ?? '', others, '123456', 'x'])
      await expect(ground.runs.start('gardens', [delivery]), delivery).rejects.toMatchObject({
        code: 'delivery-not-complete',
      });
    expect(await ground.runs.unfinished()).toEqual([]);
  });

  it('is known by its number, and its integration by its name', async () => {
    await expect(ground.runs.work('4711')).rejects.toMatchObject({ code: 'no-such-run' });
    await expect(ground.runs.report('gardens')).rejects.toMatchObject({ code: 'no-such-run' });
    const nowhere = ground.runs.status({ integration: 'forests' });
    await expect(nowhere).rejects.toMatchObject({ code: 'no-such-integration' });
    await expect(ground.runs.start('forests', [])).rejects.toMatchObject({
      code: 'no-such-integration',
      message: 'There is no integration forests.',
    });
  });

  it('is cancelled, and told of, also when the catalogue has given its integration up', async () => {
    const { id } = await ground.sync(register, { A: '1' });
    const unfinished = await ground.runs.start('gardens', []);
    const { runs } = await ground.process({}, ground.dataverse, [complaints]);
    expect(await runs.cancel(unfinished.id)).toMatchObject({ state: 'cancelled' });
    expect(await runs.report(id)).toMatchObject({ state: 'done', source: { read: 1 } });
  });

  it('leaves counts of what waits, which are told without a look at any row until somebody asks for one', async () => {
    await ground.sync(parks, { P: '' });
    const [status] = await ground.runs.status({ integration: 'parks' });
    expect(status).toMatchObject({ pending: 0, quarantined: 0 });
    await ground.staging.apply(parks, await ground.land(parks, { P: '', Q: '' }));
    expect(await ground.runs.status({ integration: 'parks' })).toEqual([status]);
    expect(await ground.runs.status({ integration: 'parks', count: true })).toEqual([
      { ...status, pending: 1 },
    ]);
    await ground.load(parks);
  });

  it('has its report kept by whoever asks for it, where nobody has: what it left behind is counted once', async () => {
    const { id } = await ground.sync(register, { A: '1' });
    await ground.sql.query('update runs set report = null where id = $1', [id]);
    const [uncounted] = await ground.runs.status({ integration: 'gardens' });
    expect([uncounted?.pending, uncounted?.quarantined]).toEqual([undefined, undefined]);
    const report = await ground.runs.report(id);
    await ground.staging.apply(register, await ground.land(register, { A: '2' }));
    expect(await ground.runs.report(id)).toEqual(report);
    expect((await ground.runs.status({ integration: 'gardens' }))[0]).toMatchObject({ pending: 0 });
    await ground.load(register);
  });

  it('is told of beside those before it', async () => {
    const { id } = await ground.sync(register, { A: '1' });
    const next = await ground.runs.start('gardens', []);
    const runs = await ground.runs.history({ integration: 'gardens', limit: 2 });
    expect(runs.map((run) => run.id)).toEqual([next.id, id]);
    const [status] = await ground.runs.status();
    expect(status).toMatchObject({
      integration: 'gardens',
      unfinished: { run: next.id, state: 'running', stageNumber: 1, stages: 3 },
      last: { id, state: 'done' },
      pending: 0,
      quarantined: 0,
    });
  });
});
