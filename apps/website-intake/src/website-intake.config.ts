import { z } from 'zod';
import { loadConfig, setting } from '#lib/config';
import { checkDataverseSettings, dataverseEnvironment, dataverseSettings } from '#lib/dataverse-service';

const schema = z
  .object({
    ...dataverseSettings,
    INTAKE_HOST: z.string().default('127.0.0.1'),
    INTAKE_PORT: setting.port(3010),
    INTAKE_LOG_LEVEL: setting.logLevel(),
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
    DATABASE_URL: setting.postgresUrl(),
  })
  .refine((env) => env.INTAKE_DATAVERSE_ATTEMPT_TIMEOUT_MS < env.INTAKE_DATAVERSE_TIMEOUT_MS, {
    path: ['INTAKE_DATAVERSE_ATTEMPT_TIMEOUT_MS'],
    error: 'must be below INTAKE_DATAVERSE_TIMEOUT_MS',
  })
  .superRefine(checkDataverseSettings)
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
    reporterSecret: env.INTAKE_REPORTER_SECRET,
    anonymousContactId: env.INTAKE_ANONYMOUS_CONTACT_ID,
    entra: { authority: env.ENTRA_AUTHORITY, tenantId: env.ENTRA_TENANT_ID, audience: env.INTAKE_AUDIENCE },
    dataverse: dataverseEnvironment(env),
    access: {
      clientId: env.INTAKE_CLIENT_ID,
      clientSecret: env.INTAKE_CLIENT_SECRET,
      lane: 'interactive' as const,
      totalTimeoutMs: env.INTAKE_DATAVERSE_TIMEOUT_MS,
      attemptTimeoutMs: env.INTAKE_DATAVERSE_ATTEMPT_TIMEOUT_MS,
    },
  }));

/** The settings of website-intake, as its README lists them. */
export type WebsiteIntakeConfig = z.output<typeof schema>;

/** @throws ConfigError that names every wrong setting */
export const websiteIntakeConfig = (env?: NodeJS.ProcessEnv): WebsiteIntakeConfig =>
  loadConfig(schema, { env, prefixes: ['INTAKE_'] });
