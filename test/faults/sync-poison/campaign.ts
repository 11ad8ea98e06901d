import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RunReport } from '../../../apps/batch-sync/src/run/run-report.js';
import { accountTable, type DataverseClient, incidentTable, rowOf } from '#lib/dataverse';
import { type ConnectedStandIn, connectStandIn } from '../../contract/connected-stand-in.js';
import { csvOf } from '../../support/csv-of.js';
import { SyncBeforeStandIn } from '../../sync/support/sync-before-stand-in.js';
import { findingsOf, mendedFindings, sameFindings, type Seen } from './checker.js';
import { deliveryOf, planCases, reporterNumbers } from './plan.js';
import { TAKEN } from './poisons.js';
import { writeStricterSchema } from './stricter-schema.js';

export interface SyncPoisonOptions {
  readonly rows: number;
  readonly bad: number;
  readonly seed: number;
  /** A database that holds nothing yet. */
  readonly databaseUrl: string;
}

export interface SyncPoisonResult {
  readonly rows: number;
  readonly bad: number;
  readonly seed: number;
  /** What each run has cost. */
  readonly requests: Record<'poisoned' | 'again' | 'mended', number>;
  readonly seconds: number;
  readonly findings: string[];
}

const CATALOGUE = 'test/faults/sync-poison/catalogue';

/**
 * A delivery with bad rows among good ones, the same again, and then one in which they are mended; each time it is looked at what became
 * of every row.
 */
export async function runSyncPoison(options: SyncPoisonOptions): Promise<SyncPoisonResult> {
  const directory = await mkdtemp(join(tmpdir(), 'causeway-poison-'));
  const schemaFile = join(directory, 'schema.yaml');
  await writeStricterSchema(schemaFile);
  const standIn = await connectStandIn({ schemaFile });
  try {
    const { databaseUrl } = options;
    const sync = await SyncBeforeStandIn.open({ folder: CATALOGUE, databaseUrl, standIn });
    try {
      return await poison(sync, standIn, options);
    } finally {
      await sync.close();
    }
  } finally {
    await standIn.close();
    await rm(directory, { recursive: true });
  }
}

async function poison(
  sync: SyncBeforeStandIn,
  standIn: ConnectedStandIn,
  { rows, bad, seed }: SyncPoisonOptions,
): Promise<SyncPoisonResult> {
  const startedAt = performance.now();
  const cases = planCases({ rows, bad, seed });
  await sync.sync(
    'reporters',
    csvOf(reporterNumbers.map((number) => ({ number, name: `Name of ${number}` }))),
  );
  await takeNumber(standIn.client);
  const deliver = async (isMended: boolean) =>
    look(sync, standIn, await sync.sync('cases', deliveryOf(cases, isMended)));
  const poisoned = await deliver(false);
  const again = await deliver(false);
  const mended = await deliver(true);
  const requestsOf = ({ report }: Seen) => report.spent.requests;
  return {
    ...{ rows, bad, seed },
    requests: { poisoned: requestsOf(poisoned), again: requestsOf(again), mended: requestsOf(mended) },
    seconds: Math.round((performance.now() - startedAt) / 100) / 10,
    findings: [
      ...findingsOf(cases, poisoned),
      ...sameFindings(again).map((finding) => `again: ${finding}`),
      ...mendedFindings(cases, mended).map((finding) => `mended: ${finding}`),
    ],
  };
}

/** Somebody else's case has the number that is taken. */
async function takeNumber(client: DataverseClient): Promise<void> {
  const { id } = await client.create(accountTable, { name: 'Others' });
  await client.create(incidentTable, {
    title: 'Of others',
    customer: rowOf(accountTable, id),
    externalId: TAKEN,
  });
}

async function look(
  sync: SyncBeforeStandIn,
  { dataverse }: ConnectedStandIn,
  report: RunReport,
): Promise<Seen> {
  const quarantined = await sync.runs.quarantined('cases', { limit: 1_000_000 });
  return {
    report,
    quarantined,
    incidents: await dataverse.rowsWhere('incident', { cw_sourcesystem: 'cases' }),
  };
}
