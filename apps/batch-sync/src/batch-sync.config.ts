import { z } from 'zod';
import { loadConfig, setting } from '#lib/config';
import { checkDataverseSettings, dataverseEnvironment, dataverseSettings } from '#lib/dataverse-service';
import { timeOfDay } from './schedule/next-moment.js';

const schema = z
  .object({
    ...dataverseSettings,
    SYNC_HOST: z.string().default('127.0.0.1'),
    SYNC_PORT: setting.port(3040),
    SYNC_LOG_LEVEL: setting.logLevel(),
    SYNC_AUDIENCE: setting.guid(),
    CONSUMERS_FILE: z.string().default('consumers.yaml'),
    SYNC_CATALOGUE: z.string().default('integrations'),
    SYNC_SCHEMA_FILE: z.string().default('dataverse/schema.yaml'),
    SYNC_DROP_DIRECTORY: z.string().optional(),
    SYNC_REPORTS: z.string().optional(),
    SYNC_SCHEDULE: z.enum(['on', 'off'], { error: 'must be on or off' }).default('on'),
    SYNC_CLOSES_AT: z
      .string()
      .refine((text) => timeOfDay(text) !== undefined, { error: 'must be a time in UTC such as 06:00' })
      .transform((text) => timeOfDay(text))
      .optional(),
    SYNC_WORKERS: setting.count(1),
    SYNC_DATAVERSE_TIMEOUT_MS: setting.count(180_000),
    SYNC_DATAVERSE_ATTEMPT_TIMEOUT_MS: setting.count(60_000),
    SYNC_KEY_SECRET: setting.secret(16),
    SYNC_CLIENT_ID: setting.guid(),
    SYNC_CLIENT_SECRET: setting.secret(),
    DATABASE_URL: setting.postgresUrl(),
  })
  .refine((env) => env.SYNC_DATAVERSE_ATTEMPT_TIMEOUT_MS < env.SYNC_DATAVERSE_TIMEOUT_MS, {
    path: ['SYNC_DATAVERSE_ATTEMPT_TIMEOUT_MS'],
    error: 'must be below SYNC_DATAVERSE_TIMEOUT_MS',
  })
  .superRefine(checkDataverseSettings)
  .transform((env) => ({
    host: env.SYNC_HOST,
    port: env.SYNC_PORT,
    logLevel: env.SYNC_LOG_LEVEL,
    databaseUrl: env.DATABASE_URL,
    consumersFile: env.CONSUMERS_FILE,
    catalogue: env.SYNC_CATALOGUE,
    schemaFile: env.SYNC_SCHEMA_FILE,
    dropDirectory: env.SYNC_DROP_DIRECTORY,
    reports: env.SYNC_REPORTS,
    runsBySchedule: env.SYNC_SCHEDULE === 'on',
    closesAt: env.SYNC_CLOSES_AT,
    workers: env.SYNC_WORKERS,
    keySecret: env.SYNC_KEY_SECRET,
    entra: { authority: env.ENTRA_AUTHORITY, tenantId: env.ENTRA_TENANT_ID, audience: env.SYNC_AUDIENCE },
    dataverse: dataverseEnvironment(env),
    access: {
      clientId: env.SYNC_CLIENT_ID,
      clientSecret: env.SYNC_CLIENT_SECRET,
      lane: 'batch' as const,
      totalTimeoutMs: env.SYNC_DATAVERSE_TIMEOUT_MS,
      attemptTimeoutMs: env.SYNC_DATAVERSE_ATTEMPT_TIMEOUT_MS,
    },
  }));

/** The settings of batch-sync, as its README lists them. */
export type BatchSyncConfig = z.output<typeof schema>;

/** @throws ConfigError that names every wrong setting */
export const batchSyncConfig = (env?: NodeJS.ProcessEnv): BatchSyncConfig =>
  loadConfig(schema, { env, prefixes: ['SYNC_'] });
