import { Gauge, Histogram, type Registry } from 'prom-client';
import type { AttemptReport } from '#lib/http';
import type { CircuitBreaker, CircuitState } from '#lib/resilience';

const circuitValue: Record<CircuitState['state'], number> = { closed: 0, 'half-open': 1, open: 2 };

/** Registers the metrics of calls; the answer takes one attempt's report. */
export function dataverseMetrics(
  registry: Registry,
  breaker: CircuitBreaker,
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
  return ({ operation, outcome, durationMs }) => duration.observe({ operation, outcome }, durationMs / 1_000);
}
