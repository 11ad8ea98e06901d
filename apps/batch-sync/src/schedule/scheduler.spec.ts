import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { createLogger } from '#lib/telemetry';
import { createTestDatabase } from '../../../../test/support/postgres.js';
import { BatchSync } from '../batch-sync.js';
import { gardens, SyncGround } from '../run/testing/sync-ground.js';
import { Scheduler } from './scheduler.js';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const nightly = gardens('nightly', { schedule: '30 4 * * *' });
const onDemand = gardens('on-demand');
const logger = createLogger({ service: 'spec', level: 'silent' });

describe('the schedule', () => {
  let ground: SyncGround;
  let sync: BatchSync;
  let now: Date;
  beforeAll(async () => {
    ground = await SyncGround.open(await createTestDatabase(), nightly, onDemand);
    const { runs, staging } = ground;
    sync = new BatchSync({ catalogue: { integrations: [nightly, onDemand] }, staging, runs });
  });
  afterEach(() => ground.sql.query('truncate runs cascade'));
  afterAll(() => ground.close());

  const scheduler = () => new Scheduler(sync, logger, async () => now);
  const runsOf = async () => (await sync.runs.history()).map(({ integration }) => integration);
  /** The last run began at that time. */
  const beganAt = (moment: Date) =>
    ground.sql.query('update runs set started_at = $1 where id = (select max(id) from runs)', [moment]);
  const end = async () => {
    for (const { id } of await sync.runs.unfinished()) await sync.runs.work(id);
  };

  it('begins a run once it is due, and one alone, whoever looks', async () => {
    now = new Date('2026-11-30T04:00:00Z');
    const [one, other] = [scheduler(), scheduler()];
    await one.look();
    expect(await runsOf()).toEqual([]);
    now = new Date('2026-11-30T04:30:10Z');
    await Promise.all([one.look(), other.look()]);
    expect(await runsOf()).toEqual(['nightly']);
    await beganAt(now);
    await end();
    await one.look();
    await other.look();
    expect(await runsOf()).toEqual(['nightly']);
  });

  it('makes up for a time that was missed, once', async () => {
    now = new Date('2026-11-30T04:30:10Z');
    const run = await sync.begin('nightly');
    await beganAt(now);
    await end();
    now = new Date(now.getTime() + 60 * HOUR_MS);
    const later = scheduler();
    await later.look();
    const [made] = await sync.runs.history();
    expect(made?.id).not.toBe(run.id);
    await beganAt(now);
    await end();
    await later.look();
    expect(await runsOf()).toEqual(['nightly', 'nightly']);
  });

  it('waits for the next due time where an integration never ran', async () => {
    now = new Date('2026-11-30T12:00:00Z');
    const first = scheduler();
    await first.look();
    expect(await runsOf()).toEqual([]);
    now = new Date('2026-12-01T04:30:00Z');
    await first.look();
    expect(await runsOf()).toEqual(['nightly']);
  });

  it.each([
    ['begins a run late so that it ends when it would have ended', '05:50', ['2026-12-01T06:00:00.000Z']],
    ['leaves a run to its next time when it would end at once', '06:00', []],
  ])('%s', async (_, at, untils) => {
    now = new Date('2026-11-30T04:30:10Z');
    await sync.begin('nightly');
    await beganAt(now);
    await end();
    now = new Date(`2026-12-01T${at}:00Z`);
    const { staging, runs } = ground;
    const closesAt = { hour: 6, minute: 0 };
    const closing = new BatchSync({ catalogue: { integrations: [nightly] }, staging, runs, closesAt });
    const lines: string[] = [];
    const stream = { write: (line: string) => void lines.push(line) };
    const told = createLogger({ service: 'spec', level: 'warn', stream });
    const late = new Scheduler(closing, told, async () => now);
    await late.look();
    await late.look();
    const begun = (await sync.runs.history()).slice(0, -1);
    expect(begun.map(({ options: { until } }) => until?.toISOString())).toEqual(untils);
    expect(lines.map((line) => (JSON.parse(line) as { msg: string }).msg)).toEqual(
      untils.length > 0 ? [] : ['the time for a run is over, its next will do it'],
    );
  });

  describe('on a machine whose clock is wrong', () => {
    afterEach(() => vi.useRealTimers());

    /** The first run began an hour ago, and the next is due so many minutes from now, by the clock of the database; the machine's is off. */
    const setUp = async ({ dueInMinutes, offByMinutes }: Record<'dueInMinutes' | 'offByMinutes', number>) => {
      const { staging, runs } = ground;
      const real = (await staging.now()).getTime();
      const due = new Date(real + dueInMinutes * MINUTE_MS);
      const schedule = `${due.getUTCMinutes()} ${due.getUTCHours()} * * *`;
      await sync.begin('nightly');
      await beganAt(new Date(real - HOUR_MS));
      await end();
      vi.useFakeTimers({ toFake: ['Date'], now: real + offByMinutes * MINUTE_MS });
      const integrations = [{ ...nightly, schedule }];
      return new Scheduler(new BatchSync({ catalogue: { integrations }, staging, runs }), logger);
    };

    it('begins nothing before it is due: it would be due once more afterwards', async () => {
      const ahead = await setUp({ dueInMinutes: 3, offByMinutes: 5 });
      await ahead.look();
      expect(await runsOf()).toEqual(['nightly']);
    });

    it('begins what is due, once', async () => {
      const behind = await setUp({ dueInMinutes: -2, offByMinutes: -5 });
      await behind.look();
      expect(await runsOf()).toEqual(['nightly', 'nightly']);
      await end();
      await behind.look();
      expect(await runsOf()).toEqual(['nightly', 'nightly']);
    });
  });

  it('leaves a run alone that has not ended when the next is due', async () => {
    now = new Date('2026-11-30T04:30:10Z');
    const { id } = await sync.begin('nightly');
    await beganAt(now);
    await sync.runs.pause(id);
    now = new Date('2026-12-01T04:31:00Z');
    await scheduler().look();
    expect(await runsOf()).toEqual(['nightly']);
  });
});
