import { Gauge, Histogram, type Registry } from 'prom-client';
import type { AttemptReport } from '#lib/http';
import {
  type CircuitBreaker,
  type CircuitState,
  type ServiceProtectionBudget,
  systemClock,
} from '#lib/resilience';

const circuitValue: Record<CircuitState['state'], number> = { closed: 0, 'half-open': 1, open: 2 };

/** Registers the client's metrics; the answer takes one attempt's report. */
export function dataverseMetrics(
  registry: Registry,
  breaker: CircuitBreaker,
  budget: ServiceProtectionBudget,
): (report: AttemptReport) => void {
  const registers = [registry];
  const duration = new Histogram({
    name: 'dataverse_client_request_duration_seconds',
    help: 'Time of one attempt around the transport alone',
    labelNames: ['operation', 'outcome'],
    buckets: [0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
    registers,
  });
  new Gauge({
    name: 'dataverse_client_circuit_state',
    help: '0 closed, 1 half open, 2 open',
    registers,
    collect() {
      this.set(circuitValue[breaker.state().state]);
    },
  });
  new Gauge({
    name: 'dataverse_client_budget_used_ratio',
    help: 'Share of a service protection limit that is spent or set aside',
    labelNames: ['facet'],
    registers,
    collect() {
      const { used, limits, inFlight } = budget.snapshot();
      this.set({ facet: 'requests' }, used.requests / limits.requests);
      this.set({ facet: 'executionTime' }, used.executionMs / limits.executionMs);
      this.set({ facet: 'concurrency' }, inFlight / limits.concurrency);
    },
  });
  new Gauge({
    name: 'dataverse_client_budget_waiting',
    help: 'Requests that wait for the budget',
    labelNames: ['lane'],
    registers,
    collect() {
      for (const [lane, waiting] of Object.entries(budget.snapshot().waiting)) this.set({ lane }, waiting);
    },
  });
  new Gauge({
    name: 'dataverse_client_blocked_seconds',
    help: 'How long a 429 will still hold every request back',
    registers,
    collect() {
      const now = systemClock.now();
      this.set(((budget.snapshot().blockedUntil ?? now) - now) / 1_000);
    },
  });
  return ({ operation, outcome, durationMs }) => duration.observe({ operation, outcome }, durationMs / 1_000);
}
