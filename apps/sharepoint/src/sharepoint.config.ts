import { z } from 'zod';
import { loadConfig, setting } from '#lib/config';

const schema = z
  .object({
    SHAREPOINT_HOST: z.string().default('127.0.0.1'),
    SHAREPOINT_PORT: setting.port(3030),
    SHAREPOINT_LOG_LEVEL: setting.logLevel(),
    SHAREPOINT_AUDIENCE: setting.guid(),
    CONSUMERS_FILE: z.string().default('consumers.yaml'),
    ENTRA_AUTHORITY: setting.url().default('https://login.microsoftonline.com'),
    ENTRA_TENANT_ID: setting.guid(),
    DATABASE_URL: setting.postgresUrl(),
  })
  .transform((env) => ({
    host: env.SHAREPOINT_HOST,
    port: env.SHAREPOINT_PORT,
    logLevel: env.SHAREPOINT_LOG_LEVEL,
    databaseUrl: env.DATABASE_URL,
    consumersFile: env.CONSUMERS_FILE,
    entra: {
      authority: env.ENTRA_AUTHORITY,
      tenantId: env.ENTRA_TENANT_ID,
      audience: env.SHAREPOINT_AUDIENCE,
    },
  }));

/** The settings of sharepoint, as its README lists them. */
export type SharepointConfig = z.output<typeof schema>;

/** @throws ConfigError that names every wrong setting */
export const sharepointConfig = (env?: NodeJS.ProcessEnv): SharepointConfig =>
  loadConfig(schema, { env, prefixes: ['SHAREPOINT_'] });
