import { z } from 'zod';
import { setting } from '#lib/config';

/** Settings of every service that works in Dataverse, beside its own client and secret: a part of the service's schema. */
export const dataverseSettings = {
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
};

/** Those settings as they were read. */
export type DataverseEnv = z.output<z.ZodObject<typeof dataverseSettings>>;

interface Rule {
  name: keyof DataverseEnv;
  says: string;
  isKept(env: DataverseEnv): boolean;
}

const rules: readonly Rule[] = [
  {
    name: 'DATAVERSE_PROCESSES',
    says: 'must be 1 without REDIS_URL, where several processes share what they may spend',
    isKept: (env) => env.DATAVERSE_PROCESSES === 1 || env.REDIS_URL !== undefined,
  },
  {
    name: 'DATAVERSE_PROCESSES',
    says: 'must be below DATAVERSE_CONCURRENCY_LIMIT, of which each of several processes has a place held back',
    isKept: (env) =>
      env.DATAVERSE_PROCESSES === 1 || env.DATAVERSE_PROCESSES < env.DATAVERSE_CONCURRENCY_LIMIT,
  },
  {
    name: 'DATAVERSE_ENVIRONMENT_CONCURRENCY',
    says: 'must not be set without REDIS_URL, where the application users learn of each other',
    isKept: (env) => env.DATAVERSE_ENVIRONMENT_CONCURRENCY === undefined || env.REDIS_URL !== undefined,
  },
  {
    name: 'DATAVERSE_LANE_RESERVES',
    says: 'must be a half together, at most',
    isKept: (env) => reservedIn(env.DATAVERSE_LANE_RESERVES) <= 0.5,
  },
];

/** For `superRefine`: what is wrong with those settings together, each by its name. */
export function checkDataverseSettings(env: DataverseEnv, context: z.RefinementCtx): void {
  for (const { name, says, isKept } of rules)
    if (!isKept(env)) context.addIssue({ code: 'custom', path: [name], message: says });
}

const reservedIn = (reserves: Record<string, number> = {}): number =>
  Object.values(reserves).reduce((sum, share) => sum + share, 0);

/** The settings in the words of the client. */
export const dataverseEnvironment = (env: DataverseEnv) => ({
  url: env.DATAVERSE_URL,
  authorityUrl: env.ENTRA_AUTHORITY,
  tenantId: env.ENTRA_TENANT_ID,
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
});

/** Which environment a service works in, and what it may spend there. */
export type DataverseEnvironment = ReturnType<typeof dataverseEnvironment>;
