import type { BudgetAsk, BudgetSnapshot, Permit, ServiceProtectionBudget } from '#lib/resilience';

/** A budget that lets a request be forgotten one window after it was sent, although the service may count it when it ends. */
export class SettledWhenSent implements ServiceProtectionBudget {
  constructor(private readonly budget: ServiceProtectionBudget) {}

  async acquire(ask: BudgetAsk): Promise<Permit> {
    const permit = await this.budget.acquire(ask);
    permit.settle({ executionMs: ask.estimatedMs });
    return { settle: () => undefined };
  }

  block(...[forMs, facet]: Parameters<ServiceProtectionBudget['block']>): void {
    this.budget.block(forMs, facet);
  }

  recommendConcurrency(places: number): void {
    this.budget.recommendConcurrency(places);
  }

  snapshot(): BudgetSnapshot {
    return this.budget.snapshot();
  }

  report(): ReturnType<ServiceProtectionBudget['report']> {
    return this.budget.report();
  }

  close(): Promise<void> {
    return this.budget.close();
  }
}
