import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Catalogue } from '../../../../apps/batch-sync/src/catalogue/catalogue.js';
import { ApplicationUsers } from '../../../../apps/batch-sync/src/load/application-users.js';
import { openWays } from '../../../../apps/batch-sync/src/load/open-way.js';
import { LedgerRuns } from '../../../../apps/batch-sync/src/run/ledger-runs.js';
import { Staging } from '../../../../apps/batch-sync/src/staging/staging.js';
import { clientCredentials } from '#lib/auth';
import { startEmbeddedPostgres } from '#lib/database';
import { readSchema } from '#lib/dataverse-schema';
import { createLogger } from '#lib/telemetry';
import { entraDefaults, startEntraStandIn } from '../../../../stand-ins/entra/src/index.js';
import { Startup } from '../../../launcher/startup.js';
import { startDataverseThread } from './dataverse-thread.js';
import { DataverseReader } from './dataverse-reader.js';
import { StandInWatch } from './stand-in-watch.js';

/** The sync on a throw-away PostgreSQL, before a stand-in for Dataverse that holds nothing yet. */
export interface Ground {
  readonly catalogue: Catalogue;
  readonly staging: Staging;
  readonly runs: LedgerRuns;
  /** Reads what Dataverse holds, past all that is judged. */
  readonly dataverse: DataverseReader;
  readonly watch: StandInWatch;
  close(): Promise<void>;
}

/** More than the work of a day, in five minutes: the limits are judged elsewhere. */
const budget = {
  limits: { requests: 1_000_000, executionMs: 1_000_000_000, concurrency: 52 },
  ...{ processes: 1, environmentConcurrency: undefined, reserves: undefined, redisUrl: undefined },
};

/**
 * Opens one; what fails to start stops the rest.
 *
 * @param keySecret of the keys of people
 */
export async function openGround(keySecret: string): Promise<Ground> {
  const startup = new Startup(() => undefined);
  try {
    return await openAll(startup, keySecret);
  } catch (error) {
    await startup.close();
    throw error;
  }
}

async function openAll(startup: Startup, keySecret: string): Promise<Ground> {
  const [catalogue, schema] = [
    await Catalogue.fromFolder('integrations'),
    await readSchema('dataverse/schema.yaml'),
  ];
  const database = await throwAwayPostgres(startup);
  const { tenantId, clients } = entraDefaults;
  const entra = await startup.start('Entra ID', () => startEntraStandIn());
  const tokens = { tenantId, jwksUri: `${entra.url}/${tenantId}/discovery/v2.0/keys` };
  const { url } = await startup.start('Dataverse', () => startDataverseThread({ tokens, limits: 'off' }));
  const { applicationId: clientId, secret: clientSecret } = clients.administrator;
  const users = startup.keep(
    new ApplicationUsers({
      environment: { url, authorityUrl: entra.url, tenantId, budget, operationsPerDay: undefined },
      access: { clientId, clientSecret, lane: 'batch', totalTimeoutMs: 600_000, attemptTimeoutMs: 120_000 },
      logger: createLogger({ service: 'oracle', level: 'silent' }),
    }),
  );
  const staging = startup.keep(await Staging.open(database));
  const openWay = openWays({ users, url, schema, catalogue, keySecret });
  const runs = await LedgerRuns.open({ staging, catalogue, openWay });
  const reads = { authorityUrl: entra.url, tenantId, clientId, clientSecret, scope: `${url}/.default` };
  return {
    ...{ catalogue, staging, runs },
    dataverse: new DataverseReader(url, clientCredentials(reads)),
    watch: new StandInWatch(url),
    close: () => startup.close(),
  };
}

async function throwAwayPostgres(startup: Startup): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'causeway-oracle-'));
  startup.keep({ close: () => rm(directory, { recursive: true, force: true }) });
  const { url } = await startup.start('PostgreSQL', async () => {
    const postgres = await startEmbeddedPostgres({ directory: join(directory, 'postgres'), durable: false });
    return { ...postgres, close: () => postgres.stop() };
  });
  return url;
}
