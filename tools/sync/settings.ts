import { readFile } from 'node:fs/promises';
import { parseEnv } from 'node:util';
import { type BatchSyncConfig, batchSyncConfig } from '../../apps/batch-sync/src/batch-sync.config.js';
import { WHERE } from './settings-help.js';

/**
 * The settings of batch-sync: those of the environment, or of an `npm start` in this folder.
 *
 * @throws ConfigError that names every setting which is wrong or missing
 */
export async function syncSettings(
  env: NodeJS.ProcessEnv,
  servicesFile = '.causeway/services.env',
): Promise<BatchSyncConfig> {
  if (WHERE.some((name) => env[name])) return batchSyncConfig(env);
  const text = await readFile(servicesFile, 'utf8').catch((cause: unknown) => {
    throw new Error(
      `Neither ${WHERE.join(', ')} are set, nor is there ${servicesFile}: run npm start in another terminal, or set them.`,
      { cause },
    );
  });
  return batchSyncConfig({ ...parseEnv(text), ...env });
}
