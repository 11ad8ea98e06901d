import type { BatchSync } from '../../../../apps/batch-sync/src/batch-sync.js';
import type { BatchSyncConfig } from '../../../../apps/batch-sync/src/batch-sync.config.js';
import { openBatchSync } from '../../../../apps/batch-sync/src/open-batch-sync.js';
import { clientCredentials } from '#lib/auth';
import { createLogger } from '#lib/telemetry';
import { DataverseReader } from './dataverse-reader.js';
import { StandInWatch } from './stand-in-watch.js';

/** The sync between a staging database and a stand-in for Dataverse, and how they are looked into past it. */
export interface Ground {
  readonly sync: BatchSync;
  readonly dataverse: DataverseReader;
  readonly watch: StandInWatch;
  close(): Promise<void>;
}

/** Opens the sync as the settings say. */
export async function openGround(config: BatchSyncConfig): Promise<Ground> {
  const { url, authorityUrl, tenantId } = config.dataverse;
  const { clientId, clientSecret } = config.access;
  const scope = `${url}/.default`;
  const { sync, close } = await openBatchSync(config, {
    logger: createLogger({ service: 'oracle', level: 'silent' }),
  });
  return {
    sync,
    dataverse: new DataverseReader(
      url,
      clientCredentials({ authorityUrl, tenantId, clientId, clientSecret, scope }),
    ),
    watch: new StandInWatch(url),
    close,
  };
}
