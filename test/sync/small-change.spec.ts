import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deliveredValues } from '../bench/sync/made-rows.js';
import type { StepName } from '../bench/sync/volumes.js';
import { type ConnectedStandIn, connectStandIn } from '../contract/connected-stand-in.js';
import { csvOf } from '../support/csv-of.js';
import type { TestDatabase } from '../support/fresh-database.js';
import { createTestDatabase } from '../support/postgres.js';
import { CountedWork } from './support/counted-work.js';
import { SyncBeforeStandIn } from './support/sync-before-stand-in.js';

/** The most rows of a bulk message. */
const CHUNK = 1_000;

const sources = [
  { step: 'customers', rows: 3_000, table: 'account' },
  { step: 'assets', rows: 5_000, table: 'cw_asset' },
  { step: 'work-orders', rows: 3_000, table: 'cw_workorder' },
] as const satisfies readonly { step: StepName; rows: number; table: string }[];

describe('a night in which one row of a hundred has changed', () => {
  const work = new CountedWork();
  let database: TestDatabase;
  let standIn: ConnectedStandIn;
  let sync: SyncBeforeStandIn;
  beforeAll(async () => {
    database = await createTestDatabase();
    standIn = await connectStandIn({ costOf: work.costOf });
    const folder = 'test/bench/sync/catalogue';
    sync = await SyncBeforeStandIn.open({ folder, databaseUrl: database.url, standIn });
  });
  afterAll(async () => {
    await sync.close();
    await standIn.close();
    await database.drop();
  });

  /** All rows; those at every hundredth place are of a version of their own. */
  const night = async (version: number) => {
    for (const { step, rows } of sources) {
      const delivered = Array.from({ length: rows }, (_, number) =>
        deliveredValues(step, number, number % 100 === 7 ? version : 0),
      );
      const report = await sync.sync(step, csvOf(delivered));
      expect(report).toMatchObject({ state: 'done', pending: 0, quarantined: [] });
    }
  };

  it('costs as many operations as rows have changed, a few requests, and a fiftieth of the first load', async () => {
    await night(0);
    const first = work.all;
    work.forget();
    await night(1);
    for (const { table, rows } of sources) {
      const changed = rows / 100;
      const { operations, requests } = work.writesOf(table);
      expect(operations, table).toBe(changed);
      expect(requests, table).toBeLessThanOrEqual(Math.ceil(changed / CHUNK) + 2);
    }
    expect(work.writesOf('contact')).toMatchObject({ requests: 0 });
    // With the reading for the reconciliation.
    expect(work.all.executionMs).toBeLessThanOrEqual(0.02 * first.executionMs);
  }, 120_000);

  it('costs nothing but reading when nothing has changed', async () => {
    work.forget();
    await night(1);
    for (const table of ['contact', ...sources.map((source) => source.table)])
      expect(work.writesOf(table), table).toMatchObject({ requests: 0 });
  }, 120_000);
});
