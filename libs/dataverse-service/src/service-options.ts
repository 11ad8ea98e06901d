import { clientCredentials } from '#lib/auth';
import { type Lane, openBudget } from '#lib/resilience';
import { currentTrace, type Logger } from '#lib/telemetry';
import type { Registry } from 'prom-client';
import { type DataverseOptions, standingLog } from '#lib/dataverse';
import type { DataverseEnvironment } from './service-settings.js';

/** As whom a service works in Dataverse, and how patiently. Times in milliseconds. */
export interface ServiceAccess {
  clientId: string;
  clientSecret: string;
  lane: Lane;
  /** A call with all its attempts and waits. */
  totalTimeoutMs: number;
  attemptTimeoutMs: number;
}

/** Who hears of the calls. */
export interface Observers {
  logger: Logger;
  registry?: Registry | undefined;
}

/**
 * The options of a service's client: tokens of its own application user, and the budget that all of its processes share.
 *
 * @throws BudgetStoreUnavailableError when the Redis cannot be reached
 */
export async function serviceOptions(
  environment: DataverseEnvironment,
  { clientId, clientSecret, ...access }: ServiceAccess,
  { logger, registry }: Observers,
): Promise<DataverseOptions> {
  const { url, authorityUrl, tenantId, budget, operationsPerDay } = environment;
  return {
    url,
    tokens: clientCredentials({ authorityUrl, tenantId, clientId, clientSecret, scope: `${url}/.default` }),
    ...access,
    ...{ logger, registry, currentTrace },
    entitlement: operationsPerDay === undefined ? undefined : { operationsPerDay },
    budget: await openBudget({
      environmentUrl: url,
      applicationUser: clientId,
      leaseMs: leaseOf(access.attemptTimeoutMs),
      onStanding: standingLog(logger),
      ...budget,
    }),
  };
}

/** A permit that is older than an attempt may be has lost its owner, in milliseconds. */
const leaseOf = (attemptTimeoutMs: number): number => Math.max(30_000, attemptTimeoutMs + 5_000);
