import {
  type BudgetAsk,
  type BudgetFacet,
  type Clock,
  type Lane,
  type Permit,
  type ServiceProtectionBudget,
  systemClock,
} from '#lib/resilience';

/** Hears what callers live through with the budget. */
export interface BudgetObserver {
  /** Whoever asked has got a permit, or has left without one. */
  waited(lane: Lane, waitedMs: number): void;
  /** A 429 was answered. */
  throttled(facet: BudgetFacet): void;
  /** A permit was given back. */
  settled(): void;
}

/** The same budget, with somebody who watches: for metrics and warnings. */
export function observedBudget(
  budget: ServiceProtectionBudget,
  observer: BudgetObserver,
  clock: Clock = systemClock,
): ServiceProtectionBudget {
  return {
    acquire: async (ask: BudgetAsk): Promise<Permit> => {
      const since = clock.now();
      try {
        const permit = await budget.acquire(ask);
        return {
          settle: (spent) => {
            permit.settle(spent);
            observer.settled();
          },
        };
      } finally {
        observer.waited(ask.lane, clock.now() - since);
      }
    },
    block: (forMs, facet) => {
      budget.block(forMs, facet);
      observer.throttled(facet);
    },
    recommendConcurrency: (places) => budget.recommendConcurrency(places),
    snapshot: () => budget.snapshot(),
    report: () => budget.report(),
    close: () => budget.close(),
  };
}
