import { type Clock, systemClock } from '../clock.js';
import { LedgerBudget } from './ledger-budget.js';
import { type LedgerOptions, ledgerSettings } from './ledger/ledger-settings.js';
import { MemoryLedger } from './memory-ledger.js';
import { RedisLedger, type RedisPlace } from './redis/redis-ledger.js';
import { assertRedisUrl } from './redis/redis-url.js';
import type { ServiceProtectionBudget, StandingListener } from './service-protection-budget.js';

/**
 * A budget in the memory of this process, for an application user that nobody else works as.
 *
 * @throws RangeError when the limits leave room for nothing
 */
export function memoryBudget(
  options: LedgerOptions = {},
  clock: Clock = systemClock,
): ServiceProtectionBudget {
  const settings = ledgerSettings({ ...options, processes: 1, leaseMs: Infinity, graceMs: Infinity });
  return new LedgerBudget(new MemoryLedger(settings, clock), settings, clock);
}

/** A budget that several processes share, and where its ledger lies. */
export type RedisBudgetOptions = LedgerOptions & RedisPlace & { onStanding?: StandingListener | undefined };

/**
 * A budget in Redis, for an application user that `processes` processes work as. Should Redis be lost later on, each of them goes on
 * with what is certainly its own.
 *
 * @throws BudgetStoreUnavailableError when Redis cannot be reached now: without it nobody knows what the others have spent
 * @throws RangeError when the limits leave room for nothing, or the address is not that of a Redis
 */
export async function redisBudget(
  options: RedisBudgetOptions,
  clock: Clock = systemClock,
): Promise<ServiceProtectionBudget> {
  assertRedisUrl(options.redisUrl);
  const settings = ledgerSettings(options);
  const ledger = await RedisLedger.connect(options, settings);
  return new LedgerBudget(ledger, settings, clock, options.onStanding);
}
