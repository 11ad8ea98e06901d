import { LedgerBudget, type LedgerOptions } from '#lib/resilience/testing';
import type { BugName } from './bug-names.js';
import { SettledWhenSent } from './settled-when-sent.js';
import { TokenBucketBudget } from './token-bucket-budget.js';
import type { BudgetMaker } from './world.js';

/** A budget that is wrong in one way. */
export interface Variant {
  budgetOf?: BudgetMaker;
  /** Settings of the ledger and its processes. */
  ledger?: LedgerOptions;
}

/** What the simulation must find out, or it has shown nothing. */
export const BUGS: Readonly<Record<BugName, Variant>> = {
  // The limit as capacity and the limit a window as refill: what is usually done, and twice the limit in the first window.
  'token-bucket': { budgetOf: (_, settings, clock) => new TokenBucketBudget(settings, clock) },
  'settled-when-sent': {
    budgetOf: (store, settings, clock) => new SettledWhenSent(new LedgerBudget(store, settings, clock)),
  },
  // A permit is taken from whoever does not give it back at once, though the service is still at it.
  'no-lease': { ledger: { leaseMs: 1 } },
  // Cut off, a process takes itself for the only one.
  'alone-without-limit': {
    budgetOf: (store, settings, clock) => new LedgerBudget(store, { ...settings, processes: 1 }, clock),
  },
};
