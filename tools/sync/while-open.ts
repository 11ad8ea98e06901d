import type { BatchSyncConfig } from '../../apps/batch-sync/src/batch-sync.config.js';
import { type OpenBatchSync, openBatchSync } from '../../apps/batch-sync/src/open-batch-sync.js';
import { isDatabaseUnavailable } from '#lib/database';
import { createLogger } from '#lib/telemetry';
import { syncSettings } from './settings.js';

/** Does the work while the sync is open. People at a terminal hear of it in words: the log is silent unless SYNC_LOG_LEVEL is set. */
export async function whileOpen(
  env: NodeJS.ProcessEnv,
  work: (opened: OpenBatchSync, config: BatchSyncConfig) => Promise<number>,
): Promise<number> {
  const config = await syncSettings(env);
  const level = env['SYNC_LOG_LEVEL'] ?? 'silent';
  const logger = createLogger({ service: 'sync', level, stream: process.stderr });
  try {
    const opened = await openBatchSync(config, { logger });
    try {
      return await work(opened, config);
    } finally {
      await opened.close();
    }
  } catch (error) {
    if (!isDatabaseUnavailable(error)) throw error;
    throw new Error('The staging database does not answer. Does npm start run, or is DATABASE_URL right?', {
      cause: error,
    });
  }
}
