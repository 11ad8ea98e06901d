import { z } from 'zod';
import { loadConfig, setting } from '#lib/config';

/** The services' own ports, where they are not settings yet. */
const otherDoors = [3020, 3050, 3060];

/**
 * Where the budgets can be read: in Redis, if the services share them there, and at the services' doors on this machine.
 *
 * @throws ConfigError that names what is wrong
 */
export function limitsSettings(env: NodeJS.ProcessEnv) {
  const schema = z.object({
    REDIS_URL: setting.redisUrl().optional(),
    DATAVERSE_OPERATIONS_PER_DAY: setting.optionalCount(),
    INTAKE_PORT: setting.port(3010),
    SHAREPOINT_PORT: setting.port(3030),
    SYNC_PORT: setting.port(3040),
  });
  const settings = loadConfig(schema, { env });
  const { INTAKE_PORT, SHAREPOINT_PORT, SYNC_PORT } = settings;
  const doors = [INTAKE_PORT, SHAREPOINT_PORT, SYNC_PORT, ...otherDoors].filter((port) => port > 0);
  return {
    redisUrl: settings.REDIS_URL,
    operationsPerDay: settings.DATAVERSE_OPERATIONS_PER_DAY,
    services: doors.map((port) => `http://127.0.0.1:${port}`),
  };
}
