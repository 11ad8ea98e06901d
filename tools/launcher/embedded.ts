import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { startSharepoint } from '../../apps/sharepoint/src/start.js';
import { startWebsiteIntake } from '../../apps/website-intake/src/start.js';
import { startEmbeddedPostgres } from '#lib/database';
import { createLogger } from '#lib/telemetry';
import { startDataverseStandIn } from '../../stand-ins/dataverse/src/index.js';
import { entraDefaults, startEntraStandIn } from '../../stand-ins/entra/src/index.js';
import { STAND_IN_PORTS as PORTS } from '../stand-in-ports.js';
import { keptSecret } from './kept-secret.js';
import { logFile } from './log-file.js';

export interface EmbeddedOptions {
  /** Where everything keeps what it must not forget. */
  directory: string;
  /** Settings that replace the launcher's own, by name. */
  env?: NodeJS.ProcessEnv;
  /** Hears in words what is being started. */
  log?: (line: string) => void;
}

export interface Embedded {
  urls: Record<'website-intake' | 'sharepoint' | 'dataverse' | 'entra', string>;
  /** The operational store, for whoever wants to look into it. */
  databaseUrl: string;
  /** The services' log lines, JSON. */
  logFile: string;
  close(): Promise<void>;
}

/** Every service and stand-in in this process, on loopback, with a real PostgreSQL beside it. What fails to start stops the rest. */
export async function startEmbedded({
  directory,
  env = {},
  log = () => undefined,
}: EmbeddedOptions): Promise<Embedded> {
  const running: { close(): Promise<void> }[] = [];
  const close = async () => {
    for (const one of running.splice(0).reverse()) await one.close();
  };
  const start = async <T extends { close(): Promise<void> }>(
    name: string,
    begin: () => Promise<T>,
  ): Promise<T> => {
    log(name);
    const started = await begin();
    running.push(started);
    return started;
  };
  try {
    await mkdir(directory, { recursive: true });
    const lines = logFile(join(directory, 'causeway.log'));
    running.push(lines);
    const loggerOf = (service: string) => createLogger({ service, stream: lines.stream });
    const postgres = await start('PostgreSQL', () => embeddedPostgres(join(directory, 'postgres')));
    const entra = await start('the stand-in for Entra ID', () =>
      startEntraStandIn({
        port: portOf(env, 'ENTRA_PORT', PORTS.entra),
        keyFile: join(directory, 'entra', 'key.json'),
      }),
    );
    const dataverse = await start('the stand-in for Dataverse', () =>
      startDataverseStandIn({
        port: portOf(env, 'DATAVERSE_PORT', PORTS.dataverse),
        dataDirectory: join(directory, 'dataverse'),
        tokens: {
          jwksUri: `${entra.url}/${entraDefaults.tenantId}/discovery/v2.0/keys`,
          tenantId: entraDefaults.tenantId,
        },
      }),
    );
    const settings = {
      ...embeddedSettings({ entra: entra.url, dataverse: dataverse.url, database: postgres.url }),
      INTAKE_REPORTER_SECRET: await keptSecret(join(directory, 'reporter.secret')),
      ...env,
    };
    const intake = await start('website-intake', () =>
      startWebsiteIntake(settings, loggerOf('website-intake')),
    );
    const sharepoint = await start('sharepoint', () => startSharepoint(settings, loggerOf('sharepoint')));
    const urls = {
      'website-intake': intake.url,
      sharepoint: sharepoint.url,
      dataverse: dataverse.url,
      entra: entra.url,
    };
    return { urls, databaseUrl: postgres.url, logFile: lines.path, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function embeddedPostgres(directory: string) {
  const postgres = await startEmbeddedPostgres({ directory });
  return { url: postgres.url, close: () => postgres.stop() };
}

/** What the services need to know to work with the stand-ins. */
export function embeddedSettings(urls: { entra: string; dataverse: string; database: string }) {
  const { tenantId, apis, clients } = entraDefaults;
  return {
    ENTRA_AUTHORITY: urls.entra,
    ENTRA_TENANT_ID: tenantId,
    DATAVERSE_URL: urls.dataverse,
    DATABASE_URL: urls.database,
    INTAKE_AUDIENCE: apis['causeway-intake'].applicationId,
    INTAKE_CLIENT_ID: clients['website-intake'].applicationId,
    INTAKE_CLIENT_SECRET: clients['website-intake'].secret,
    SHAREPOINT_AUDIENCE: apis['causeway-documents'].applicationId,
  };
}

const portOf = (env: NodeJS.ProcessEnv, name: string, fallback: number): number =>
  Number(env[name] ?? fallback);
