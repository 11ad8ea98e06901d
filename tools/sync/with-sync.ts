import type { BatchSyncConfig } from '../../apps/batch-sync/src/batch-sync.config.js';
import type { OpenBatchSync } from '../../apps/batch-sync/src/open-batch-sync.js';
import type { Work } from './subcommand.js';

/** What a subcommand works with. */
export interface Opened extends Pick<OpenBatchSync, 'sync' | 'adoptions'> {
  config: BatchSyncConfig;
  /** Aborts at Ctrl-C. */
  signal: AbortSignal;
}

/** Opens the sync by the settings when it is time to work, and closes it in any case. */
export function withSync(work: (opened: Opened) => Promise<number>): Work {
  return async (signal) => {
    const { whileOpen } = await import('./while-open.js');
    return whileOpen(process.env, ({ sync, adoptions }, config) => work({ sync, adoptions, config, signal }));
  };
}
