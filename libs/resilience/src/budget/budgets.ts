import { type Clock, systemClock } from '../clock.js';
import { LedgerBudget } from './ledger-budget.js';
import { type LedgerOptions, ledgerSettings } from './ledger/ledger-settings.js';
import { MemoryLedger } from './memory-ledger.js';
import type { ServiceProtectionBudget } from './service-protection-budget.js';

/**
 * A budget in the memory of this process, for an application user that nobody else works as.
 *
 * @throws RangeError when the limits leave room for nothing
 */
export function memoryBudget(
  options: LedgerOptions = {},
  clock: Clock = systemClock,
): ServiceProtectionBudget {
  const settings = ledgerSettings({ ...options, processes: 1, leaseMs: Infinity });
  return new LedgerBudget(new MemoryLedger(settings, clock), settings, clock);
}
