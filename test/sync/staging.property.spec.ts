import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DeliveryReport } from '../../apps/batch-sync/src/staging/delivery-report.js';
import { Staging } from '../../apps/batch-sync/src/staging/staging.js';
import type { TestDatabase } from '../support/fresh-database.js';
import { createTestDatabase } from '../support/postgres.js';
import { ExpectedSync, type Row } from './support/expected-sync.js';
import { type AcceptedTexts, LoadedRows } from './support/staged-rows.js';
import { stories, type Story } from './support/story.js';

const SEEDS = Number(process.env['SYNC_SEEDS'] ?? 20);

/** Any number may be asked for again: `SYNC_SEED=123 npx vitest run test/sync/staging.property.spec.ts`. */
const firstSeed = Number(process.env['SYNC_SEED'] ?? Math.floor(Math.random() * 1_000_000_000));

describe('staging, whatever is delivered', () => {
  let database: TestDatabase;
  let staging: Staging;
  let loaded: LoadedRows;
  beforeAll(async () => {
    database = await createTestDatabase();
    staging = await Staging.open(database.url);
    loaded = new LoadedRows(database.url);
  });
  afterAll(async () => {
    await Promise.all([staging.close(), loaded.close()]);
    await database.drop();
  });

  it(`does what the rules say, ${SEEDS} seeds from ${firstSeed} on`, { timeout: 300_000 }, async () => {
    for (let seed = firstSeed; seed < firstSeed + SEEDS; seed += 1) await play(seed);
  });

  async function play(seed: number): Promise<void> {
    const [drawn] = fc.sample(stories(`seed-${seed}`), { seed, numRuns: 1 });
    if (!drawn) throw new Error('Nothing was drawn.');
    const { story, meanings } = drawn;
    const expected = new ExpectedSync(meanings);
    for (const integration of [story.register, story.source]) await staging.prepare(integration);
    for (const [index, step] of story.steps.entries()) {
      const where = `seed ${seed}, step ${index}`;
      if (step.kind === 'load') {
        for (const rows of tablesOf(story)) await load(rows, step.refused, expected, where);
        continue;
      }
      const integration = story[step.to];
      const { goneApproved } = step;
      const delivery = await staging.land(integration, where, asStream(step.rows));
      const [dry] = await staging.rehearse(integration, [delivery], { goneApproved }, (reports) => reports);
      if (!dry) throw new Error('A rehearsal has a report.');
      const report = await staging.apply(integration, delivery, { goneApproved });
      expect(countersOf(dry), `${where}, dry`).toEqual(countersOf(report));
      expect(countersOf(report), where).toEqual(expected.deliver(integration, step.rows, goneApproved));
      for (const rows of tablesOf(story)) await expectSame(rows, expected, where);
    }
  }

  async function load(rows: string, refused: number, expected: ExpectedSync, where: string): Promise<void> {
    const keys = await loaded.pending(rows);
    const due = new Map(expected.pending(rows));
    expect(keys, `${where}, ${rows}`).toEqual([...due.keys()].sort(byBytes));
    const quarantined = keys.filter((_, index) => index % refused === refused - 1);
    const written = keys.filter((_, index) => index % refused !== refused - 1);
    await loaded.load(rows, written);
    await loaded.quarantine(rows, quarantined);
    for (const [key, row] of due) {
      const now = { content: row.content, active: row.active };
      if (written.includes(key)) row.loaded = now;
      else row.quarantined = now;
    }
  }

  async function expectSame(rows: string, expected: ExpectedSync, where: string): Promise<void> {
    const due = expected.table(rows);
    const found = await loaded.accepted(rows);
    expect([...found.keys()].sort(byBytes), `${where}, ${rows}`).toEqual([...due.keys()].sort(byBytes));
    for (const [key, { values, active }] of due) {
      const row = found.get(key);
      expect(row && { active: row.active, ...likeness(row, values) }, `${where}, ${rows} ${key}`).toEqual({
        active,
        ...values,
      });
    }
  }
});

const tablesOf = ({ register, source }: Story): string[] => [
  register.name,
  source.name,
  ...Object.keys(source.entities).map((entity) => `${source.name}/${entity}`),
];

/** The texts of a row, those as numbers that are expected to be numbers, and the objects as JSON that we wrote. */
const likeness = (row: AcceptedTexts, values: Row) =>
  Object.fromEntries(
    Object.entries(values).map(([name, value]) => {
      const text = row[name] ?? null;
      if (name === 'others' && text !== null)
        return [name, JSON.stringify(sorted(JSON.parse(text) as object))];
      return [name, typeof value === 'number' && text !== null ? Number(text) : text];
    }),
  );

const sorted = (object: object) =>
  Object.fromEntries(Object.entries(object).sort(([one], [other]) => (one < other ? -1 : 1)));

function countersOf({ delivery: _, tookMs: __, outcome, ...counters }: DeliveryReport) {
  return { ...counters, outcome: outcome.kind === 'refused' ? outcome.code : outcome.kind };
}

async function* asStream<Item>(items: readonly Item[]): AsyncGenerator<Item> {
  yield* items;
}

const byBytes = (one: string, other: string) => Buffer.compare(Buffer.from(one), Buffer.from(other));
