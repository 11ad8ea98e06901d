import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase } from '../support/postgres.js';
import type { MemoryDataverse } from '../../apps/batch-sync/src/run/testing/memory-dataverse.js';
import { gardens, SyncGround } from '../../apps/batch-sync/src/run/testing/sync-ground.js';

const SEEDS = Number(process.env['SYNC_SEEDS'] ?? 12);

/** Any number may be asked for again: `SYNC_SEED=123 SYNC_SEEDS=1 npx vitest run test/sync/dying`. */
const firstSeed = Number(process.env['SYNC_SEED'] ?? Math.floor(Math.random() * 1_000_000_000));

const sizes = fc
  .uniqueArray(fc.tuple(fc.nat({ max: 59 }), fc.nat({ max: 2 })), {
    selector: ([number]) => number,
    minLength: 1,
    maxLength: 60,
  })
  .map((rows) => Object.fromEntries(rows.map(([number, size]) => [`G${number}`, String(size)])));

const tale = fc.record({
  deliveries: fc.array(sizes, { minLength: 2, maxLength: 2 }),
  refused: fc.uniqueArray(fc.nat({ max: 59 }), { maxLength: 6 }).map((all) => all.map((each) => `G${each}`)),
  /** Of the answers, every so many-th leaves its row open at first. */
  openEvery: fc.integer({ min: 2, max: 40 }),
  /** Each process dies at one of its requests, before or after Dataverse has done it. */
  deaths: fc.array(fc.record({ atRequest: fc.nat({ max: 5 }), isDone: fc.boolean() }), { maxLength: 2 }),
  survivors: fc.integer({ min: 1, max: 3 }),
});

type Tale = typeof tale extends fc.Arbitrary<infer Told> ? Told : never;

describe('a run whose workers die', () => {
  let ground: SyncGround;
  const register = gardens('gardens', { guards: { deactivated: 1 } });
  const impatient = { leaseMs: 80, chunkRows: 6, resultsAtOnce: 3 };
  beforeAll(async () => {
    ground = await SyncGround.open(await createTestDatabase(), register);
    ground.dataverse.callsAtOnce = 3;
  });
  afterAll(() => ground.close());

  it(`ends as if none had, ${SEEDS} seeds from ${firstSeed} on`, { timeout: 120_000 }, async () => {
    for (let seed = firstSeed; seed < firstSeed + SEEDS; seed += 1) {
      const [told] = fc.sample(tale, { seed, numRuns: 1 });
      if (told) await play(told, `seed ${seed}`);
    }
  });

  async function play(told: Tale, where: string): Promise<void> {
    await ground.sql.query('truncate accepted_gardens');
    ground.dataverse.rowsOf('gardens').clear();
    for (const [index, values] of told.deliveries.entries()) {
      ground.dataverse.answer = answering(told);
      const { id } = await ground.runs.start('gardens', [await ground.land(register, values)]);
      if (index > 0) for (const death of told.deaths) await die(id, death);
      const survivor = await ground.process(impatient);
      const report = await survivor.runs.work(id, { workers: told.survivors });
      await survivor.staging.close();
      const planned = report.stages.map((stage) => stage.planned);
      const settled = report.stages.map(({ done, refused }) => sumOf(done) + sumOf(refused));
      expect({ state: report.state, pending: report.pending, settled }, where).toEqual({
        state: 'done',
        pending: 0,
        settled: planned,
      });
      const none = { rows: 0 };
      const agreed = { missing: none, differing: none, wrongState: none, extra: none };
      expect(report.reconciliation, where).toMatchObject([agreed]);
      expectHeld(values, told.refused, where);
    }
  }

  /** Works until its time has come. */
  async function die(run: string, { atRequest, isDone }: Tale['deaths'][number]): Promise<void> {
    const dataverse = ground.dataverse.again();
    dataverse.answer = ground.dataverse.answer;
    const process = await ground.process(impatient, dataverse);
    const died = new Promise<void>((resolve) => {
      const hold = () => {
        if (dataverse.requests.length < atRequest) return Promise.resolve();
        resolve();
        return new Promise<void>(() => undefined);
      };
      if (isDone) dataverse.after = hold;
      else dataverse.before = hold;
    });
    await Promise.race([died, process.runs.work(run)]);
    await process.staging.close();
  }

  function expectHeld(
    values: Readonly<Record<string, string>>,
    refused: readonly string[],
    where: string,
  ): void {
    const rows = ground.dataverse.rowsOf('gardens');
    for (const [key, size] of Object.entries(values))
      if (!refused.includes(key))
        expect(rows.get(key), `${where}, ${key}`).toMatchObject({ isActive: true, values: { size } });
    for (const [key, { isActive }] of rows)
      expect(isActive, `${where}, ${key}`).toBe(Object.hasOwn(values, key));
    for (const key of refused) expect(rows.has(key), `${where}, ${key}`).toBe(false);
  }
});

function answering({ refused, openEvery }: Tale): MemoryDataverse['answer'] {
  let answers = 0;
  return ({ key }) => {
    answers += 1;
    if (answers < 100 && answers % openEvery === 0)
      return Object.assign(new Error('Away.'), { code: 'away' });
    return refused.includes(key) ? { code: 'text-too-long', says: 'Too long.' } : undefined;
  };
}

const sumOf = (counts: Readonly<Partial<Record<string, number>>>) =>
  Object.values(counts).reduce<number>((sum, rows) => sum + (rows ?? 0), 0);
