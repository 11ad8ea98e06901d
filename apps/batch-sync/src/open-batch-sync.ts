import type { Registry } from 'prom-client';
import { openDatabase, waitForDatabase } from '#lib/database';
import { readSchema } from '#lib/dataverse-schema';
import type { Logger } from '#lib/telemetry';
import { Adoptions } from './adopt/adoptions.js';
import { BatchSync } from './batch-sync.js';
import type { BatchSyncConfig } from './batch-sync.config.js';
import { Catalogue } from './catalogue/catalogue.js';
import { openWaysToAdopt } from './load/adopting/open-way-to-adopt.js';
import { ApplicationUsers } from './load/application-users.js';
import { openWays } from './load/open-way.js';
import { LedgerRuns } from './run/ledger-runs.js';
import { Staging } from './staging/staging.js';

export interface OpenOptions {
  logger: Logger;
  registry?: Registry | undefined;
  /** How long it waits for the database to come up, in milliseconds. Default: not at all. */
  patienceMs?: number | undefined;
  /** Where credentials of further application users stand. Default: the environment of the process. */
  env?: NodeJS.ProcessEnv | undefined;
}

/** The sync with all that it stands on, to be closed by whoever opened it. */
export interface OpenBatchSync {
  sync: BatchSync;
  adoptions: Adoptions;
  users: ApplicationUsers;
  /** After those who work at runs have left. */
  close(): Promise<void>;
}

/**
 * Reads the catalogue and opens the staging database. Nothing is asked of Dataverse before a run needs it.
 *
 * @throws CatalogueError with everything that is wrong in the catalogue
 */
export async function openBatchSync(config: BatchSyncConfig, options: OpenOptions): Promise<OpenBatchSync> {
  const [catalogue, schema] = await Promise.all([
    Catalogue.fromFolder(config.catalogue, config.schemaFile),
    readSchema(config.schemaFile),
  ]);
  const { logger, registry, env } = options;
  const { dataverse: environment, access, keySecret, databaseUrl, dropDirectory, closesAt } = config;
  const { url } = environment;
  const users = new ApplicationUsers({ environment, access, logger, registry, env });
  const staging = await openStaging(databaseUrl, connectionsFor(catalogue), options);
  const openWay = openWays({ users, url, schema, catalogue, keySecret });
  const { limits } = environment.budget;
  const runs = await LedgerRuns.open({ staging, catalogue, openWay, limits }).catch(
    async (error: unknown) => {
      await staging.close();
      throw error;
    },
  );
  return {
    sync: new BatchSync({ catalogue, staging, runs, dropDirectory, closesAt }),
    adoptions: new Adoptions({
      ...{ staging, runs, schema },
      openWay: openWaysToAdopt({ users, schema, catalogue, keySecret }),
    }),
    users,
    close: async () => {
      await users.close();
      await staging.close();
    },
  };
}

/** All integrations may run in the same hour of the night: each then holds one for minutes, while it applies or compares, and one for its files. */
const connectionsFor = ({ integrations }: Catalogue): number => 8 + 2 * integrations.length;

async function openStaging(
  url: string,
  connections: number,
  { logger, patienceMs }: OpenOptions,
): Promise<Staging> {
  if (patienceMs === undefined) return Staging.open(url, connections);
  const db = openDatabase<unknown>({ url, maxConnections: 1 });
  try {
    await waitForDatabase(db, { url, patienceMs, log: (line) => logger.warn(line) });
  } finally {
    await db.destroy();
  }
  return Staging.open(url, connections);
}
