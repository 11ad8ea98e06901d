import { memoryBudget, redisBudget, type RedisBudgetOptions } from './budgets.js';
import type { ServiceProtectionBudget } from './service-protection-budget.js';

/** Whose budget it is, how many processes work as that user, and the Redis they share, if they do. */
export type OpenBudgetOptions = Omit<RedisBudgetOptions, 'redisUrl'> & { redisUrl?: string | undefined };

/**
 * The budget of an application user: in Redis where one is named, else in the memory of this process, which is then the only one.
 *
 * @throws BudgetStoreUnavailableError when Redis cannot be reached now
 * @throws RangeError when there are several processes and no Redis or none at all, the address is not that of a Redis, or the limits leave
 * room for nothing
 */
export async function openBudget({
  redisUrl,
  ...options
}: OpenBudgetOptions): Promise<ServiceProtectionBudget> {
  const { processes = 1 } = options;
  if (!Number.isInteger(processes) || processes < 1)
    throw new RangeError('How many processes share a budget is a whole number above 0.');
  if (redisUrl !== undefined) return redisBudget({ ...options, redisUrl });
  if (processes > 1)
    throw new RangeError('Several processes need a Redis to share a service protection budget.');
  return memoryBudget(options);
}
