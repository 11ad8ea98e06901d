import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Catalogue } from '../../apps/batch-sync/src/catalogue/catalogue.js';
import { readRows } from '../../apps/batch-sync/src/extract/read-rows.js';
import { sourceFile } from '../../apps/batch-sync/src/extract/source-file.js';
import type { DeliveryReport } from '../../apps/batch-sync/src/staging/delivery-report.js';
import { Staging } from '../../apps/batch-sync/src/staging/staging.js';
import type { TestDatabase } from '../support/fresh-database.js';
import { createTestDatabase } from '../support/postgres.js';
import { LoadedRows } from './support/staged-rows.js';

const DATA = '../shared/data';

/** In their order: potholes name roads. */
const sources = {
  'accounts/dotgov': { name: 'customer-register', writes: 10_952 },
  'assets/bnlc': { name: 'facilities', writes: 9_068 },
  'assets/berlin-pumps': { name: 'water-pumps', writes: 2_251 },
  'assets/syracuse-roads': { name: 'road-ratings', writes: 17_898 },
  'workorders/syracuse-potholes': { name: 'potholes', writes: 13_026 },
  'workorders/highways-england': { name: 'trunk-roadworks', writes: 4_508 },
} as const;

interface Expected {
  snapshot: string;
  rejected: Record<string, number>;
  active_after: number;
  [counter: string]: unknown;
}

/** Their words for what we count. */
function asExpected(snapshot: string, report: DeliveryReport) {
  const { read, accepted, inserted, updated, unchanged, reactivated, deactivated, deferred, held } = report;
  const counters = { read, accepted, inserted, updated, unchanged, reactivated, deactivated, deferred, held };
  return {
    snapshot,
    ...counters,
    rejected: report.rejected,
    active_after: report.activeAfter,
    outcome: report.outcome.kind,
  };
}

const byCode = (rejected: Record<string, number>) =>
  Object.fromEntries(Object.entries(rejected).map(([reason, count]) => [reason.slice(0, 2), count]));

describe.runIf(existsSync(DATA))('the real deliveries', () => {
  const expected = () =>
    JSON.parse(readFileSync(join(DATA, 'expected.json'), 'utf8')) as Record<string, Expected[]>;
  let database: TestDatabase;
  let staging: Staging;
  let loaded: LoadedRows;
  let catalogue: Catalogue;
  beforeAll(async () => {
    catalogue = await Catalogue.fromFolder('integrations');
    database = await createTestDatabase();
    staging = await Staging.open(database.url);
    loaded = new LoadedRows(database.url);
  });
  afterAll(async () => {
    await Promise.all([staging.close(), loaded.close()]);
    await database.drop();
  });

  it.each(Object.entries(sources))(
    'of %s give the published numbers, and their last one applied again writes nothing',
    async (folder, { name, writes }) => {
      const integration = catalogue.integrations.find((each) => each.name === name);
      if (!integration) throw new Error(`There is no integration ${name}.`);
      const apply = async (file: string) => {
        const rows = readRows(integration, sourceFile(join(DATA, folder, file)));
        return staging.apply(integration, await staging.land(integration, file, rows));
      };
      const deliveries = expected()[folder] ?? [];
      let written = 0;
      for (const { snapshot, ...counters } of deliveries) {
        const report = await apply(snapshot);
        expect({ ...counters, snapshot, rejected: byCode(counters.rejected) }).toMatchObject(
          asExpected(snapshot, report),
        );
        if (name === 'customer-register') await expectContacts(report, counters);
        const pending = await loaded.pending(name);
        await loaded.load(name, pending);
        written += pending.length;
      }
      expect(written).toBe(writes);

      const last = deliveries.at(-1)?.snapshot ?? '';
      const again = await apply(last);
      const nothing = { inserted: 0, updated: 0, reactivated: 0, deactivated: 0 };
      expect(again).toMatchObject(nothing);
      for (const changes of Object.values(again.entities)) expect(changes).toMatchObject(nothing);
      expect(await loaded.pending(name)).toEqual([]);
    },
    120_000,
  );

  async function expectContacts(report: DeliveryReport, expectedOf: Record<string, unknown>): Promise<void> {
    const { inserted, reactivated, deactivated, activeAfter } = report.entities['contacts'] ?? {};
    expect({ inserted, reactivated, deactivated, active_after: activeAfter }).toEqual(expectedOf['contacts']);
    const [counted] = await loaded.query(
      sql<{ accounts: string }>`
        select count(*) as accounts from accepted_customer_register as account
        join accepted_customer_register__contacts as contact on contact.key = account.email
        where account.active and contact.active`,
    );
    expect(Number(counted?.accounts)).toBe(expectedOf['accounts_with_contact']);
  }
});
