import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import type { Integration } from '../../apps/batch-sync/src/catalogue/integration.js';
import type { RunReport } from '../../apps/batch-sync/src/run/run-report.js';
import { readSchema, type Schema } from '#lib/dataverse-schema';
import { type ConnectedStandIn, connectStandIn } from '../contract/connected-stand-in.js';
import type { StoredRow } from '../support/dataverse-control.js';
import type { TestDatabase } from '../support/fresh-database.js';
import { createTestDatabase } from '../support/postgres.js';
import { ExpectedSync } from './support/expected-sync.js';
import { ExpectedDataverse, type ExpectedRow } from './support/ninth/expected-dataverse.js';
import { written } from './support/ninth/file-form.js';
import { type NinthDelivery, type NinthSource, ninthSources } from './support/ninth/ninth-source.js';
import { KEY_SECRET, SyncBeforeStandIn } from './support/sync-before-stand-in.js';

const SEEDS = Number(process.env['SYNC_SEEDS'] ?? 12);

/** Any number may be asked for again: `SYNC_SEED=123 SYNC_SEEDS=1 npx vitest run test/sync/ninth-source.property.spec.ts`. */
const firstSeed = Number(process.env['SYNC_SEED'] ?? Math.floor(Math.random() * 1_000_000_000));

describe('a ninth source, whatever it is', () => {
  let folder: string;
  let schema: Schema;
  let database: TestDatabase;
  let standIn: ConnectedStandIn;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ninth-'));
    schema = await readSchema('dataverse/schema.yaml');
    [database, standIn] = [
      await createTestDatabase(),
      await connectStandIn({}, { breaker: { openForMs: 100 } }),
    ];
  });
  afterAll(async () => {
    await standIn.close();
    await database.drop();
    await rm(folder, { recursive: true });
  });

  it(
    `is brought into Dataverse from its YAML alone, ${SEEDS} seeds from ${firstSeed} on`,
    { timeout: 600_000 },
    async () => {
      for (let seed = firstSeed; seed < firstSeed + SEEDS; seed += 1) await play(seed);
    },
  );

  async function play(seed: number): Promise<void> {
    const name = `seed-${seed}`;
    const [drawn] = fc.sample(ninthSources(name, schema), { seed, numRuns: 1 });
    if (!drawn) throw new Error('Nothing was drawn.');
    await standIn.dataverse.reset();
    const sync = await openFrom(drawn, join(folder, name));
    const rules = new ExpectedSync(drawn.meanings);
    const expected = new ExpectedDataverse(schema, rules, drawn.meanings, KEY_SECRET, tablesOf(drawn));
    for (const [index, delivery] of drawn.deliveries.entries()) {
      const integration = drawn[delivery.to];
      const where = `seed ${seed}, delivery ${index} to ${integration.name}`;
      await standIn.dataverse.hurt(delivery.faults);
      const report = await deliver(sync, integration, delivery, where);
      await standIn.dataverse.hurt();
      if (!report) continue;
      rules.deliver(integration, delivery.rows, delivery.goneApproved);
      expected.load(integration);
      expectReport(report, integration.name, expected, where);
      for (const step of stepsOf(drawn)) await expectSame(step, expected, where);
    }
    await sync.close();
  }

  /** Undefined where the file cannot be read, and must not. */
  async function deliver(
    sync: SyncBeforeStandIn,
    integration: Integration,
    { rows, form, goneApproved }: NinthDelivery,
    where: string,
  ): Promise<RunReport | undefined> {
    const { content, refused } = written(rows, integration, form);
    if (refused === undefined) return sync.sync(integration.name, content, { goneApproved });
    const error = await sync.land(integration.name, content).catch((thrown: unknown) => thrown);
    expect(error, where).toMatchObject({ code: refused });
    return undefined;
  }

  /** Writes the files of a catalogue, and opens what is in them. */
  async function openFrom({ register, source }: NinthSource, catalogue: string): Promise<SyncBeforeStandIn> {
    await mkdir(catalogue);
    for (const integration of [register, source])
      await writeFile(join(catalogue, `${integration.name}.yaml`), stringify(integration));
    return SyncBeforeStandIn.open({ folder: catalogue, databaseUrl: database.url, standIn });
  }

  /** Every row that was ever written, and no other. */
  async function expectSame(step: string, expected: ExpectedDataverse, where: string): Promise<void> {
    const { name: table, primaryId } = expected.tableOf(step);
    const held = await standIn.dataverse.rowsWhere(table, { cw_sourcesystem: step });
    const bound = await cwKeysById();
    const notes = await notesByRow();
    const found = Object.fromEntries(
      held.map((row) => [row['cw_key'], { row, notes: notes.get(String(row[primaryId])) ?? {} }]),
    );
    const rows = [...expected.rowsOf(step).values()];
    const keys = rows.map(({ key }) => expected.cwKeyOf(step, key));
    expect(Object.keys(found).sort(), `${where}, ${step}`).toEqual(keys.sort());
    for (const row of rows) {
      const { row: stored = {}, notes: stand } = found[expected.cwKeyOf(step, row.key)] ?? {};
      const state = row.isActive && !row.isClosed ? 0 : 1;
      expect(
        { ...likeness(stored, row, bound), state: stored['statecode'], notes: stand },
        `${where}, ${step} ${row.key}`,
      ).toEqual({ ...row.values, state, notes: row.notes });
    }
  }

  async function cwKeysById(): Promise<Map<unknown, unknown>> {
    const tables = ['account', 'contact', 'cw_asset'].map(async (table) =>
      (await standIn.dataverse.rows(table)).map((row) => [row[`${table}id`], row['cw_key']] as const),
    );
    return new Map((await Promise.all(tables)).flat());
  }

  async function notesByRow(): Promise<Map<string, Record<string, unknown>>> {
    const notes = new Map<string, Record<string, unknown>>();
    for (const note of await standIn.dataverse.rows('annotation')) {
      const of = String(note['_objectid_value']);
      notes.set(of, { ...notes.get(of), [String(note['subject'])]: note['notetext'] });
    }
    return notes;
  }
});

function expectReport(report: RunReport, step: string, expected: ExpectedDataverse, where: string): void {
  const { state, failure, pending, quarantined, reconciliation } = report;
  expect({ state, failure, pending }, where).toEqual({ state: 'done', failure: undefined, pending: 0 });
  const none = { rows: 0 };
  for (const compared of reconciliation)
    expect(compared, where).toMatchObject({
      outcome: 'compared',
      ...{ missing: none, differing: none, wrongState: none, extra: none },
    });
  const counted = quarantined.filter((each) => each.step === step).reduce((sum, { rows }) => sum + rows, 0);
  expect(counted, `${where}, in quarantine`).toBe(expected.quarantined(step));
}

/** The values that are expected of a row, as they are stored: those as numbers that are expected to be numbers, and bound rows by their keys. */
const likeness = (stored: StoredRow, { values }: ExpectedRow, bound: ReadonlyMap<unknown, unknown>) =>
  Object.fromEntries(
    Object.entries(values).map(([column, value]): [string, unknown] => {
      const found = stored[column] ?? null;
      if (typeof value === 'number' && typeof found === 'string') return [column, Number(found)];
      return [column, typeof value === 'object' && value !== null ? { cwKey: bound.get(found) } : found];
    }),
  );

const stepsOf = ({ register, source }: NinthSource): string[] => [
  register.name,
  source.name,
  ...Object.keys(source.entities).map((entity) => `${source.name}/${entity}`),
];

const tablesOf = ({ register, source }: NinthSource): Map<string, string> =>
  new Map([
    [register.name, register.target.table],
    [source.name, source.target.table],
    ...Object.entries(source.entities).map(([entity, { target }]): [string, string] => [
      `${source.name}/${entity}`,
      target.table,
    ]),
  ]);
