import { serve, type RunningService } from '#lib/service';
import type { Logger } from '#lib/telemetry';
import { batchSyncConfig } from './batch-sync.config.js';
import { BatchSyncModule } from './batch-sync.module.js';

const docs = {
  title: 'Causeway: nightly sync',
  description:
    'Operators see here what other systems have delivered, how it goes into Dataverse, and what waits.',
  version: '1',
};

/** Starts the sync with the settings of `env`, or of the process; rejects in words when it cannot. */
export async function startBatchSync(env?: NodeJS.ProcessEnv, logger?: Logger): Promise<RunningService> {
  const config = batchSyncConfig(env);
  const module = (log: Logger) => BatchSyncModule.forRoot(config, log, env);
  return serve({
    service: 'batch-sync',
    config,
    portSetting: 'SYNC_PORT',
    docs,
    module,
    hearsEvents: false,
    logger,
  });
}
