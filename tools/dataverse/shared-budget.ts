import { z } from 'zod';
import { loadConfig, setting } from '#lib/config';
import { openBudget, type ServiceProtectionBudget } from '#lib/dataverse';
import type { DataverseSettings } from './settings.js';

const schema = z.object({ REDIS_URL: setting.redisUrl().optional(), DATAVERSE_PROCESSES: setting.count(1) });

/**
 * The budget that the services of this application user share in Redis; one in memory where no Redis is named.
 *
 * @throws ConfigError that names what is wrong
 * @throws BudgetStoreUnavailableError when the Redis cannot be reached
 */
export function sharedBudget(
  { url: environmentUrl, clientId: applicationUser }: DataverseSettings,
  env: NodeJS.ProcessEnv,
): Promise<ServiceProtectionBudget> {
  const { REDIS_URL: redisUrl, DATAVERSE_PROCESSES: several } = loadConfig(schema, { env });
  const processes = redisUrl === undefined ? 1 : several;
  return openBudget({ environmentUrl, applicationUser, processes, redisUrl });
}
