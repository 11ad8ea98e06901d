import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BatchSyncConfig, batchSyncConfig } from '../../../../apps/batch-sync/src/batch-sync.config.js';
import { startEmbeddedPostgres } from '#lib/database';
import { entraDefaults, startEntraStandIn } from '../../../../stand-ins/entra/src/index.js';
import { embeddedSettings } from '../../../launcher/embedded-settings.js';
import type { Startup } from '../../../launcher/startup.js';
import { startDataverseThread } from './dataverse-thread.js';

/** More in five minutes than the real data ever asks for. */
const GENEROUS = { DATAVERSE_REQUEST_LIMIT: '1000000', DATAVERSE_EXECUTION_LIMIT_MS: '1000000000' };

/**
 * Starts a PostgreSQL and stand-ins that hold nothing yet, and gives the settings of a sync between them.
 *
 * @param isLimited whether they have the limits that are documented, or none
 */
export async function startThrowAway(startup: Startup, isLimited: boolean): Promise<BatchSyncConfig> {
  const database = await startPostgres(startup);
  const { tenantId } = entraDefaults;
  const { url: entra } = await startup.start('Entra ID', () => startEntraStandIn());
  const tokens = { tenantId, jwksUri: `${entra}/${tenantId}/discovery/v2.0/keys` };
  const { url: dataverse } = await startup.start('Dataverse', () =>
    startDataverseThread({ tokens, ...(!isLimited && { limits: 'off' }) }),
  );
  return batchSyncConfig({
    ...embeddedSettings({ entra, dataverse, database }),
    SYNC_KEY_SECRET: 'a secret that nobody needs again',
    ...(!isLimited && GENEROUS),
  });
}

async function startPostgres(startup: Startup): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'causeway-oracle-'));
  startup.keep({ close: () => rm(directory, { recursive: true, force: true }) });
  const { url } = await startup.start('PostgreSQL', async () => {
    const postgres = await startEmbeddedPostgres({ directory: join(directory, 'postgres'), durable: false });
    return { ...postgres, close: () => postgres.stop() };
  });
  return url;
}
