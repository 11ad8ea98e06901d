import { writeFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isDatabaseUnavailable } from '#lib/database';
import { DataverseClient, type DataverseConnection } from '#lib/dataverse';
import { readSchema } from '#lib/dataverse-schema';
import { BatchSync } from '../../../apps/batch-sync/src/batch-sync.js';
import { Catalogue } from '../../../apps/batch-sync/src/catalogue/catalogue.js';
import { cwKeysOf } from '../../../apps/batch-sync/src/load/cw-keys.js';
import { heldRows } from '../../../apps/batch-sync/src/load/held-rows.js';
import type { StepWriter } from '../../../apps/batch-sync/src/load/step-writer.js';
import { tableNamed } from '../../../apps/batch-sync/src/load/table-named.js';
import { stepWriter } from '../../../apps/batch-sync/src/load/writing/step-writer.js';
import { LedgerRuns } from '../../../apps/batch-sync/src/run/ledger-runs.js';
import { noneSpent } from '../../../apps/batch-sync/src/run/run-report.js';
import type { OpenWay } from '../../../apps/batch-sync/src/run/way-to-dataverse.js';
import type { WorkSettings } from '../../../apps/batch-sync/src/run/work/work-settings.js';
import { Staging } from '../../../apps/batch-sync/src/staging/staging.js';
import { followParent, sayThatItServes } from '../../support/child.js';
import type { Places } from '../../support/dataverse-identity.js';
import { hurriedClock, withConnection } from '../dataverse/writer.js';
import { dieAt, type Doom } from '../die-at.js';
import { catalogueFolder, keySecret } from './catalogue.js';

/** Where a worker works. */
export interface WorkerSettings {
  databaseUrl: string;
  places: Places;
  /** In which the sources leave their files, each in a folder of its own. */
  dropDirectory: string;
  /** In which a process that kills itself says at which waypoint, under its id. */
  deathsDirectory: string;
}

/** So that what takes a minute takes a second; and no run ends without having been compared with Dataverse. */
const hasty: Partial<WorkSettings> = {
  chunkRows: 50,
  leaseMs: 1_500,
  lookMs: 100,
  idleMs: 50,
  resultsAtOnce: 20,
  againAfterMs: 100,
  againAtMostMs: 500,
  readingsAtMost: 1_000,
  graceMs: 1_000,
};

const lookEveryMs = 50;

/** A build with a deliberate bug puts something between the runs and the writer. */
export type WrapWriter = (writer: StepWriter) => StepWriter;

/**
 * One process of the sync, until it is killed: takes files up, begins runs over them, works at the runs that there are, and puts the files
 * away. A staging database that is away is waited for. Told waypoints, it kills itself at the first that it comes to.
 */
export async function runWorker(wrap: WrapWriter = (writer) => writer): Promise<void> {
  followParent();
  const settings = JSON.parse(process.argv[2] ?? '{}') as WorkerSettings;
  let dooms: readonly Doom[] = [];
  process.on('message', (told: readonly Doom[]) => (dooms = told));
  dieAt(
    () => dooms,
    (waypoint) => writeFileSync(join(settings.deathsDirectory, String(process.pid)), waypoint),
  );
  await withConnection(settings.places, {}, async (connection) => {
    for (;;) {
      await whileDatabaseIsThere(() => workOn(settings, connection, wrap));
      await sleep(lookEveryMs);
    }
  });
}

async function whileDatabaseIsThere(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!isDatabaseUnavailable(error)) throw error;
    process.stderr.write(`the staging database is away: ${(error as Error).message}\n`);
  }
}

async function workOn(
  settings: WorkerSettings,
  connection: DataverseConnection,
  wrap: WrapWriter,
): Promise<void> {
  const catalogue = await Catalogue.fromFolder(catalogueFolder);
  const { databaseUrl, places, dropDirectory } = settings;
  const staging = await Staging.open(databaseUrl);
  try {
    const openWay = await waysTo(places, connection, catalogue, wrap);
    const runs = await LedgerRuns.open({ staging, catalogue, openWay, settings: hasty });
    const sync = new BatchSync({ catalogue, staging, runs, dropDirectory });
    sayThatItServes();
    for (;;) {
      for (const { name } of sync.integrations) await beginDue(sync, name, dropDirectory);
      for (const { id } of await runs.unfinished()) await sync.work(id);
      await sleep(lookEveryMs);
    }
  } finally {
    await staging.close();
  }
}

async function waysTo(
  { dataverseUrl }: Places,
  { send, callScale }: DataverseConnection,
  catalogue: Catalogue,
  wrap: WrapWriter,
): Promise<OpenWay> {
  const schema = await readSchema('dataverse/schema.yaml');
  const client = new DataverseClient(dataverseUrl, send, 'batch', { callScale, clock: hurriedClock });
  return () => ({
    writer: (step) => wrap(stepWriter({ client, schema, catalogue, step, keySecret })),
    heldRows: (step, options) => heldRows(client, tableNamed(schema, step.target.table), step, options),
    keys: (step) => ({ cwKeyOf: cwKeysOf(step, { schema, keySecret }), arePersonal: false }),
    spent: () => noneSpent,
  });
}

/** Begins a run for each file that a source has left: one process at a time, so that none is begun twice. */
async function beginDue(sync: BatchSync, name: string, dropDirectory: string): Promise<void> {
  await sync.staging.alone(`campaign begins ${name}`, async () => {
    const begun = await sync.runs.history({ integration: name });
    const isUnderWay = begun.some(({ ended }) => !ended);
    if (!isUnderWay && (await filesOf(join(dropDirectory, name))) > begun.length) await sync.begin(name);
  });
}

/** Wherever they are by now. */
async function filesOf(folder: string): Promise<number> {
  const states = ['incoming', 'working', 'archive'].map((state) =>
    readdir(join(folder, state)).catch(() => []),
  );
  return (await Promise.all(states)).flat().filter((name) => !name.endsWith('.part')).length;
}
