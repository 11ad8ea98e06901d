import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { startBatchSync } from '../../apps/batch-sync/src/start.js';
import { startSharepoint } from '../../apps/sharepoint/src/start.js';
import { startWebsiteIntake } from '../../apps/website-intake/src/start.js';
import { startEmbeddedPostgres } from '#lib/database';
import { createLogger } from '#lib/telemetry';
import { startDataverseStandIn } from '../../stand-ins/dataverse/src/index.js';
import { entraDefaults, startEntraStandIn } from '../../stand-ins/entra/src/index.js';
import { standInPorts } from '../stand-in-ports.js';
import { embeddedSettings } from './embedded-settings.js';
import { forgetEarlierRuns } from './forget.js';
import { keptSecret } from './kept-secret.js';
import { logFile } from './log-file.js';
import { namingPort } from './naming-port.js';
import { servicesFile } from './services-file.js';
import { Startup } from './startup.js';

export interface EmbeddedOptions {
  /** Where everything keeps what it must not forget. */
  directory: string;
  /** Forget what earlier runs left there. */
  fresh?: boolean | undefined;
  /** Settings that replace the launcher's own, by name. */
  env?: NodeJS.ProcessEnv;
  /** Hears in words what is being started. */
  log?: (line: string) => void;
}

export interface Embedded {
  urls: Record<'website-intake' | 'sharepoint' | 'batch-sync' | 'dataverse' | 'entra', string>;
  /** The services' log lines, JSON. */
  logFile: string;
  /** The services' settings, as far as they are not the defaults, for `node --env-file`. */
  settingsFile: string;
  close(): Promise<void>;
}

/** Every service and stand-in in this process, on loopback, with a real PostgreSQL beside it. What fails to start stops the rest. */
export async function startEmbedded(options: EmbeddedOptions): Promise<Embedded> {
  const startup = new Startup(options.log ?? (() => undefined));
  try {
    return await startAll(startup, options);
  } catch (error) {
    await startup.close();
    throw error;
  }
}

async function startAll(
  startup: Startup,
  { directory, fresh, env = {} }: EmbeddedOptions,
): Promise<Embedded> {
  await mkdir(directory, { recursive: true });
  const lines = startup.keep(logFile(join(directory, 'causeway.log')));
  const loggerOf = (service: string) => createLogger({ service, stream: lines.stream });
  const database =
    env['DATABASE_URL'] ??
    (await startup.start('PostgreSQL', () => embeddedPostgres(join(directory, 'postgres')))).url;
  if (fresh) await forgetEarlierRuns(database, directory);
  const { entra, dataverse } = await startStandIns(startup, directory, env);
  const ownSettings = {
    ...embeddedSettings({ entra, dataverse, database }),
    INTAKE_REPORTER_SECRET: await keptSecret(join(directory, 'reporter.secret')),
    SYNC_KEY_SECRET: await keptSecret(join(directory, 'sync-key.secret')),
    SYNC_DROP_DIRECTORY: resolve(directory, 'drop'),
    SYNC_REPORTS: resolve(directory, 'reports'),
  };
  const settings = { ...ownSettings, ...env };
  const { path: settingsFile } = startup.keep(
    await servicesFile(join(directory, 'services.env'), ownSettings),
  );
  const intake = await startup.start('website-intake', () =>
    startWebsiteIntake(settings, loggerOf('website-intake')),
  );
  const sharepoint = await startup.start('sharepoint', () =>
    startSharepoint(settings, loggerOf('sharepoint')),
  );
  const sync = await startup.start('batch-sync', () => startBatchSync(settings, loggerOf('batch-sync')));
  const urls = {
    'website-intake': intake.url,
    sharepoint: sharepoint.url,
    'batch-sync': sync.url,
    ...{ dataverse, entra },
  };
  return { urls, logFile: lines.path, settingsFile, close: () => startup.close() };
}

async function startStandIns(startup: Startup, directory: string, env: NodeJS.ProcessEnv) {
  const { tenantId } = entraDefaults;
  const ports = standInPorts(env);
  const entra = await startup.start('the stand-in for Entra ID', () =>
    namingPort('ENTRA_PORT', () =>
      startEntraStandIn({ port: ports.entra, keyFile: join(directory, 'entra', 'key.json') }),
    ),
  );
  const dataverse = await startup.start('the stand-in for Dataverse', () =>
    namingPort('DATAVERSE_PORT', () =>
      startDataverseStandIn({
        port: ports.dataverse,
        dataDirectory: join(directory, 'dataverse'),
        lakeDirectory: join(directory, 'lake'),
        tokens: { jwksUri: `${entra.url}/${tenantId}/discovery/v2.0/keys`, tenantId },
      }),
    ),
  );
  return { entra: entra.url, dataverse: dataverse.url };
}

async function embeddedPostgres(directory: string) {
  const postgres = await startEmbeddedPostgres({ directory });
  return { url: postgres.url, close: () => postgres.stop() };
}
