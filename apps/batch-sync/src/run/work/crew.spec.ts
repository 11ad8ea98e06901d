import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { createTestDatabase } from '../../../../../test/support/postgres.js';
import type { RunProgress, RunState } from '../run.js';
import { gateFor } from '../testing/gate.js';
import { gardens, rowsOfSize, SyncGround } from '../testing/sync-ground.js';

const register = gardens('gardens');
const unreadable = gardens('unreadable', {
  entities: {
    owners: { sql: `select 'one' as "key" from rows`, target: { table: 'contact', columns: {} } },
  },
});

describe('the workers of a run', () => {
  let ground: SyncGround;
  let size = 0;
  beforeAll(async () => {
    ground = await SyncGround.open(await createTestDatabase(), register, unreadable);
  });
  afterEach(() => ground.settle());
  afterAll(() => ground.close());

  /** A run over so many rows, all of them new to Dataverse in their values. */
  const begin = async (rows = 60) => {
    size += 1;
    const delivery = await ground.land(register, rowsOfSize(rows, String(size)));
    return (await ground.runs.start('gardens', [delivery])).id;
  };
  const writtenRows = () =>
    [...ground.dataverse.rowsOf('gardens').values()].filter(({ values }) => values['size'] === String(size))
      .length;
  const tallyOf = async (run: string) =>
    Object.values((await ground.runs.report(run)).stages[0]?.done ?? {}).reduce(
      (sum, rows) => sum + (rows ?? 0),
      0,
    );

  /** They are at it, and the other promise is kept once they have seen that it is in that state. */
  const workUntil = (run: string, state: RunState) => {
    let see = (): void => undefined;
    const haveSeen = new Promise<void>((resolve) => (see = resolve));
    const onProgress = (progress: RunProgress) => progress.state === state && see();
    return { working: ground.runs.work(run, { onProgress }), haveSeen };
  };

  it('share it, in one process and in several, and send each row once', async () => {
    // Nobody is taken for dead, however slow the machine is.
    const processes = [await ground.process({ leaseMs: 60_000 }), await ground.process({ leaseMs: 60_000 })];
    const run = await begin();
    ground.dataverse.before = () => new Promise((resolve) => setTimeout(resolve, 2));
    const reports = await Promise.all(processes.map(({ runs }) => runs.work(run, { workers: 2 })));
    expect(reports.map(({ state }) => state)).toEqual(['done', 'done']);
    expect(ground.dataverse.sent()).toHaveLength(60);
    expect(new Set(ground.dataverse.sent()).size).toBe(60);
    const takers = await ground.rowsOf(
      `select distinct taken_by from chunks where run = ${run} and stage = 2`,
    );
    expect(takers.length, 'workers that had a part in it').toBeGreaterThan(1);
    expect(await tallyOf(run)).toBe(60);
  });

  it('take over from one that was killed in the middle of a chunk, and lose and double nothing', async () => {
    const doomed = ground.dataverse.again();
    const killed = new Promise<void>((resolve) => {
      doomed.before = () => {
        if (doomed.requests.length < 3) return Promise.resolve();
        resolve();
        return new Promise(() => undefined);
      };
    });
    const victim = await ground.process({}, doomed);
    const run = await begin();
    void victim.runs.work(run).catch(() => undefined);
    await killed;
    await victim.staging.close();
    const report = await ground.runs.work(run);
    expect(report.state).toBe('done');
    expect(writtenRows()).toBe(60);
    const sentAgain = ground.dataverse.sent().filter((key) => doomed.sent().includes(key));
    expect(
      sentAgain.length,
      'rows of one chunk at most, and of requests that nobody has written down',
    ).toBeLessThan(25);
    expect(await tallyOf(run)).toBe(60);
  });

  it('wait for what one that no longer answers has in hand, and say for how long at most', async () => {
    const patient = { leaseMs: 60_000 };
    const doomed = ground.dataverse.again();
    const victim = await ground.process(patient, doomed);
    const gate = gateFor(doomed);
    const run = await begin();
    void victim.runs.work(run).catch(() => undefined);
    await gate.reached;
    await victim.staging.close();
    const openFrom = (moment: string) =>
      ground.sql.query(`update chunks set not_before = ${moment} where run = ${run} and state = 'open'`);
    const { runs } = await ground.process(patient);
    const leaseLeft = async (seconds: number) => {
      await ground.sql.query(
        `update chunks set taken_until = now() + $1 * interval '1 s' where run = ${run} and state = 'taken'`,
        [seconds],
      );
      return (await runs.progress(run)).leaseLeftMs;
    };
    expect(await leaseLeft(45), 'while others have something to do').toBeUndefined();
    await openFrom(`now() + interval '1 h'`);
    expect(await leaseLeft(59), 'of one that has just said that it is there').toBeUndefined();
    const left = await leaseLeft(45);
    expect(left).toBeGreaterThan(30_000);
    expect(left).toBeLessThanOrEqual(45_000);
    expect(await leaseLeft(-1), 'when it is over').toBeUndefined();
    await openFrom('now()');
    expect(await runs.work(run)).toMatchObject({ state: 'done' });
  });

  it('write down nothing of a chunk that another has taken since', async () => {
    const run = await begin(5);
    const sleeping = ground.dataverse.again();
    const asleep = gateFor(sleeping);
    const sleeper = await ground.process({ leaseMs: 60_000, lookMs: 60_000 }, sleeping);
    const itsWork = sleeper.runs.work(run);
    await asleep.reached;
    await ground.sql.query(
      `update chunks set taken_until = now() - interval '1 s' where run = ${run} and state = 'taken'`,
    );
    const other = gateFor(ground.dataverse);
    const working = ground.runs.work(run);
    await other.reached;
    asleep.open();
    await vi.waitFor(() => expect(sleeping.sent()).toHaveLength(5));
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(await tallyOf(run)).toBe(0);
    const unknown = await ground.rowsOf(
      'select key from accepted_gardens where active and loaded_hash = hash',
    );
    expect(unknown).toEqual([]);
    other.open();
    await Promise.all([working, itsWork]);
    expect(await tallyOf(run)).toBe(5);
  });

  it('rest while it is paused, and go on where they were', async () => {
    const run = await begin();
    const gate = gateFor(ground.dataverse, 2);
    const { working, haveSeen } = workUntil(run, 'paused');
    await gate.reached;
    await ground.runs.pause(run);
    await haveSeen;
    gate.open();
    const paused = await working;
    expect(paused.state).toBe('paused');
    const sent = ground.dataverse.sent().length;
    expect(sent).toBeLessThan(30);
    expect(paused.pending).toBe(60 - sent);
    expect(await ground.runs.work(run), 'while it is paused').toMatchObject({ state: 'paused' });
    expect(ground.dataverse.sent()).toHaveLength(sent);
    await ground.runs.resume(run);
    expect(await ground.runs.work(run)).toMatchObject({ state: 'done', pending: 0 });
    expect(ground.dataverse.sent()).toHaveLength(60);
  });

  it('leave when it is cancelled; what is under way is counted, and what is left is for the next run', async () => {
    const run = await begin();
    const gate = gateFor(ground.dataverse, 2);
    const { working, haveSeen } = workUntil(run, 'cancelled');
    await gate.reached;
    await ground.runs.cancel(run);
    await haveSeen;
    gate.open();
    const cancelled = await working;
    expect(cancelled).toMatchObject({ state: 'cancelled', pending: 60 - ground.dataverse.sent().length });
    expect(await ground.runs.report(run)).toEqual(cancelled);
    for (const change of ['pause', 'resume', 'cancel'] as const)
      await expect(ground.runs[change](run), change).rejects.toMatchObject({ code: 'run-ended' });
    expect(await ground.load(register)).toMatchObject({ state: 'done', pending: 0 });
    expect(ground.dataverse.sent()).toHaveLength(60);
  });

  it('send nothing while rows of the run before are on their way, which might get there last', async () => {
    const slow = ground.dataverse.again();
    const gate = gateFor(slow);
    const other = await ground.process({ graceMs: 60_000, leaseMs: 60_000 }, slow);
    const cancelled = await begin(5);
    const leaving = other.runs.work(cancelled);
    await gate.reached;
    await ground.runs.cancel(cancelled);
    const next = await begin(5);
    const working = ground.runs.work(next);
    await Promise.race([working, new Promise((resolve) => setTimeout(resolve, 300))]);
    gate.open();
    await leaving;
    expect(await working).toMatchObject({ state: 'done', pending: 0 });
    expect(writtenRows()).toBe(5);
  });

  it('leave when its time is over: it ends incomplete', async () => {
    size += 1;
    const delivery = await ground.land(register, rowsOfSize(60, String(size)));
    const until = new Date(Date.now() + 700);
    const { id } = await ground.runs.start('gardens', [delivery], { until });
    ground.dataverse.before = () => new Promise((resolve) => setTimeout(resolve, 200));
    const report = await ground.runs.work(id);
    expect(report).toMatchObject({ state: 'incomplete', pending: 60 - ground.dataverse.sent().length });
    expect(report.pending).toBeGreaterThan(0);
    expect(report.ended?.getTime()).toBeGreaterThanOrEqual(until.getTime());
  });

  it('leave when their process is to end, and what it has under way has its time; the run stays', async () => {
    const run = await begin();
    const gate = gateFor(ground.dataverse, 2);
    const leaving = new AbortController();
    const working = ground.runs.work(run, { signal: leaving.signal });
    await gate.reached;
    leaving.abort();
    gate.open();
    expect(await working).toMatchObject({ state: 'running', pending: 60 - ground.dataverse.sent().length });
    expect(await ground.rowsOf(`select number from chunks where run = ${run} and state = 'taken'`)).toEqual(
      [],
    );
    expect(await ground.runs.work(run)).toMatchObject({ state: 'done' });
    expect(ground.dataverse.sent()).toHaveLength(60);
  });

  it('give up what is under way when it takes too long, and leave it to nobody before their lease has run out', async () => {
    const { runs } = await ground.process({ graceMs: 100 });
    const run = await begin();
    const gate = gateFor(ground.dataverse, 2);
    const leaving = new AbortController();
    const working = runs.work(run, { signal: leaving.signal });
    await gate.reached;
    leaving.abort();
    ground.dataverse.before = async () => undefined;
    expect(await working).toMatchObject({ state: 'running' });
    const chunks = await ground.rowsOf(`select distinct state from chunks where run = ${run} and stage = 2`);
    expect(chunks).toContainEqual({ state: 'taken' });
    expect(await ground.runs.work(run)).toMatchObject({ state: 'done', pending: 0 });
  });

  it('try rows again that were left open, and say for what they wait', async () => {
    const run = await begin(12);
    const unavailable = Object.assign(new Error('Dataverse is away.'), { code: 'circuit-open' });
    ground.dataverse.answer = () => unavailable;
    const working = ground.runs.work(run);
    await vi.waitFor(async () =>
      expect(await ground.runs.progress(run)).toMatchObject({
        waitsFor: 'circuit-open',
        rowsDone: 0,
        rows: 12,
      }),
    );
    ground.dataverse.answer = () => undefined;
    expect(await working).toMatchObject({ state: 'done', pending: 0, quarantined: [] });
    expect(await tallyOf(run)).toBe(12);
  });

  it('end it when the call is wrong, and not a row, with its words; what was done before is known', async () => {
    const run = await begin();
    ground.dataverse.before = () => {
      if (ground.dataverse.requests.length < 3) return Promise.resolve();
      throw Object.assign(new Error('Its rows are refused alike.'), { code: 'bulk-call-refused' });
    };
    const report = await ground.runs.work(run, { workers: 2 });
    expect(report).toMatchObject({
      state: 'failed',
      failure: { code: 'bulk-call-refused', says: 'Its rows are refused alike.' },
      pending: 60 - ground.dataverse.sent().length,
    });
  });

  it('end it when the catalogue asks for what the staging cannot do, and leave the delivery as it was', async () => {
    const delivery = await ground.land(unreadable, { A: '1', B: '1' });
    const run = await ground.runs.start('unreadable', [delivery]);
    expect(await ground.runs.work(run.id)).toMatchObject({
      state: 'failed',
      failure: { code: 'entity-key-twice' },
    });
    expect(await ground.staging.waiting(unreadable)).toEqual([delivery]);
  });

  it('end it when the catalogue has given up what it was begun for', async () => {
    const run = await ground.runs.start('unreadable', []);
    const { runs } = await ground.process({}, ground.dataverse, [gardens('unreadable')]);
    expect(await runs.work(run.id)).toMatchObject({
      state: 'failed',
      failure: { code: 'catalogue-changed', says: expect.stringContaining('unreadable/owners') as string },
    });
  });

  it('go on behind one that died when it had just applied the delivery', async () => {
    const run = await begin(10);
    const [delivery = ''] = await ground.staging.waiting(register);
    await ground.staging.apply(register, delivery);
    expect(await ground.runs.work(run)).toMatchObject({
      state: 'done',
      deliveries: [{ delivery, outcome: { kind: 'applied' } }],
      stages: [{ planned: 10 }, {}],
    });
  });

  it('leave a run alone that has ended, and its report as it was', async () => {
    const run = await begin(10);
    const report = await ground.runs.work(run);
    await ground.staging.apply(register, await ground.land(register, { A: '1' }));
    expect(await ground.runs.work(run)).toEqual(report);
  });

  it('tell what it cost later where the database cannot be told at once', async () => {
    const run = await begin();
    const told = vi.spyOn(ground.dataverse, 'spent');
    ground.dataverse.before = async () => {
      const { length } = ground.dataverse.requests;
      if (length === 0) await ground.sql.query('alter table runs rename column spent to spent_then');
      if (length !== 2) return;
      told.mockClear();
      await vi.waitFor(() => expect(told.mock.calls.length).toBeGreaterThan(1));
      await ground.sql.query('alter table runs rename column spent_then to spent');
    };
    expect(await ground.runs.work(run)).toMatchObject({ spent: { requests: 9, operations: 60 } });
    told.mockRestore();
  });

  it('tell how far they are', async () => {
    const run = await begin();
    const told: number[] = [];
    ground.dataverse.before = () => new Promise((resolve) => setTimeout(resolve, 25));
    await ground.runs.work(run, {
      onProgress: ({ stage, rows, rowsDone }) =>
        stage.action === 'write' && rows === 60 && told.push(rowsDone),
    });
    expect(told.length).toBeGreaterThan(2);
    expect(told).toEqual(told.toSorted((one, other) => one - other));
    expect(await ground.runs.progress(run)).toMatchObject({ state: 'done', stage: { action: 'reconcile' } });
  });
});
