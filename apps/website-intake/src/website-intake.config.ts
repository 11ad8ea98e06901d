import { z } from 'zod';
import { loadConfig, setting } from '#lib/config';

const schema = z
  .object({
    INTAKE_HOST: z.string().default('127.0.0.1'),
    INTAKE_PORT: setting.port(3010),
    INTAKE_LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
    INTAKE_AUDIENCE: setting.guid(),
    CONSUMERS_FILE: z.string().default('consumers.yaml'),
    INTAKE_CATEGORIES_FILE: z.string().default('apps/website-intake/categories.yaml'),
    INTAKE_SUBSCRIBERS: z
      .string()
      .regex(
        /^[a-z][a-z0-9-]*(, ?[a-z][a-z0-9-]*)*$/,
        'must be names of services with commas between them, or none',
      )
      .default('sharepoint'),
    INTAKE_PATIENCE_MS: setting.milliseconds(800),
    INTAKE_CONCURRENCY: setting.count(16),
    INTAKE_DATAVERSE_TIMEOUT_MS: setting.count(20_000),
    INTAKE_DATAVERSE_ATTEMPT_TIMEOUT_MS: setting.count(8_000),
    INTAKE_REPORTER_SECRET: setting.secret(16),
    INTAKE_ANONYMOUS_CONTACT_ID: setting.guid().default('c0a5e3a7-0000-8000-8000-000000000001'),
    INTAKE_CLIENT_ID: setting.guid(),
    INTAKE_CLIENT_SECRET: setting.secret(),
    ENTRA_AUTHORITY: setting.url().default('https://login.microsoftonline.com'),
    ENTRA_TENANT_ID: setting.guid(),
    DATAVERSE_URL: setting.url(),
    DATAVERSE_REQUEST_LIMIT: setting.count(6_000),
    DATAVERSE_EXECUTION_LIMIT_MS: setting.count(1_200_000),
    DATAVERSE_CONCURRENCY_LIMIT: setting.count(52),
    DATAVERSE_ENVIRONMENT_CONCURRENCY: setting.optionalCount(),
    DATAVERSE_LANE_RESERVES: setting.shares('interactive', 'event').optional(),
    DATAVERSE_OPERATIONS_PER_DAY: setting.optionalCount(),
    DATAVERSE_PROCESSES: setting.count(1),
    REDIS_URL: setting.redisUrl().optional(),
    DATABASE_URL: setting.postgresUrl(),
  })
  .refine((env) => env.INTAKE_DATAVERSE_ATTEMPT_TIMEOUT_MS < env.INTAKE_DATAVERSE_TIMEOUT_MS, {
    path: ['INTAKE_DATAVERSE_ATTEMPT_TIMEOUT_MS'],
    error: 'must be below INTAKE_DATAVERSE_TIMEOUT_MS',
  })
  .refine((env) => env.DATAVERSE_PROCESSES === 1 || env.REDIS_URL !== undefined, {
    path: ['DATAVERSE_PROCESSES'],
    error: 'must be 1 without REDIS_URL, where several processes share what they may spend',
  })
  .refine(
    (env) => env.DATAVERSE_PROCESSES === 1 || env.DATAVERSE_PROCESSES < env.DATAVERSE_CONCURRENCY_LIMIT,
    {
      path: ['DATAVERSE_PROCESSES'],
      error:
        'must be below DATAVERSE_CONCURRENCY_LIMIT, of which each of several processes has a place held back',
    },
  )
  .refine((env) => env.DATAVERSE_ENVIRONMENT_CONCURRENCY === undefined || env.REDIS_URL !== undefined, {
    path: ['DATAVERSE_ENVIRONMENT_CONCURRENCY'],
    error: 'must not be set without REDIS_URL, where the application users learn of each other',
  })
  .refine((env) => reservedIn(env.DATAVERSE_LANE_RESERVES) <= 0.5, {
    path: ['DATAVERSE_LANE_RESERVES'],
    error: 'must be a half together, at most',
  })
  .transform((env) => ({
    host: env.INTAKE_HOST,
    port: env.INTAKE_PORT,
    logLevel: env.INTAKE_LOG_LEVEL,
    databaseUrl: env.DATABASE_URL,
    consumersFile: env.CONSUMERS_FILE,
    categoriesFile: env.INTAKE_CATEGORIES_FILE,
    subscribers:
      env.INTAKE_SUBSCRIBERS === 'none' ? [] : env.INTAKE_SUBSCRIBERS.split(',').map((name) => name.trim()),
    patienceMs: env.INTAKE_PATIENCE_MS,
    concurrency: env.INTAKE_CONCURRENCY,
    deliveryMs: {
      totalTimeoutMs: env.INTAKE_DATAVERSE_TIMEOUT_MS,
      attemptTimeoutMs: env.INTAKE_DATAVERSE_ATTEMPT_TIMEOUT_MS,
    },
    reporterSecret: env.INTAKE_REPORTER_SECRET,
    anonymousContactId: env.INTAKE_ANONYMOUS_CONTACT_ID,
    entra: { authority: env.ENTRA_AUTHORITY, tenantId: env.ENTRA_TENANT_ID, audience: env.INTAKE_AUDIENCE },
    dataverse: {
      url: env.DATAVERSE_URL,
      clientId: env.INTAKE_CLIENT_ID,
      clientSecret: env.INTAKE_CLIENT_SECRET,
    },
    budget: {
      limits: {
        requests: env.DATAVERSE_REQUEST_LIMIT,
        executionMs: env.DATAVERSE_EXECUTION_LIMIT_MS,
        concurrency: env.DATAVERSE_CONCURRENCY_LIMIT,
      },
      environmentConcurrency: env.DATAVERSE_ENVIRONMENT_CONCURRENCY,
      reserves: env.DATAVERSE_LANE_RESERVES,
      processes: env.DATAVERSE_PROCESSES,
      redisUrl: env.REDIS_URL,
    },
    operationsPerDay: env.DATAVERSE_OPERATIONS_PER_DAY,
  }));

function reservedIn(reserves: Record<string, number> = {}): number {
  return Object.values(reserves).reduce((sum, share) => sum + share, 0);
}

/** The settings of website-intake, as its README lists them. */
export type WebsiteIntakeConfig = z.output<typeof schema>;

/** @throws ConfigError that names every wrong setting */
export const websiteIntakeConfig = (env?: NodeJS.ProcessEnv): WebsiteIntakeConfig =>
  loadConfig(schema, { env, prefixes: ['INTAKE_'] });
