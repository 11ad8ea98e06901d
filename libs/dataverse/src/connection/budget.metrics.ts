import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import { budgetFigures, entitlementFigures, type Figure, type FigureSource } from './budget-figures.js';
import { budgetMetric } from './budget-metric.js';
import type { BudgetObserver } from './observed-budget.js';

/** Registers the budget's metrics; the answer hears of waits and 429s. */
export function budgetMetrics(
  registry: Registry,
  source: FigureSource,
): Pick<BudgetObserver, 'waited' | 'throttled'> {
  const registers = [registry];
  const ofEntitlement = source.entitlement ? entitlementFigures(source.entitlement) : [];
  for (const figure of [...budgetFigures, ...ofEntitlement]) register(figure, source, registry);
  const waited = new Histogram({
    name: budgetMetric.waited,
    help: 'How long requests waited for the budget, those that left without a permit included',
    labelNames: ['lane'],
    buckets: [0.001, 0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60],
    registers,
  });
  const throttled = new Counter({
    name: budgetMetric.throttled,
    help: '429s by the limit that they name',
    labelNames: ['facet'],
    registers,
  });
  return {
    waited: (lane, waitedMs) => waited.observe({ lane }, waitedMs / 1_000),
    throttled: (facet) => throttled.inc({ facet }),
  };
}

function register({ name, help, label, of }: Figure, source: FigureSource, registry: Registry): void {
  new Gauge({
    name,
    help,
    labelNames: label ? [label] : [],
    registers: [registry],
    async collect() {
      const values = await of(source);
      if (typeof values === 'number') return this.set(values);
      this.reset();
      for (const [key, value] of Object.entries(values))
        if (label && value !== undefined) this.set({ [label]: key }, value);
    },
  });
}
