import { Histogram, type Registry } from 'prom-client';
import type { WriteGroupsOptions } from './write-groups.js';

/** Registers the metrics of writes that share requests; the answer hears of each request. */
export function writeGroupsMetrics(registry: Registry): NonNullable<WriteGroupsOptions['onSent']> {
  const of = { labelNames: ['lane'], registers: [registry] };
  const size = new Histogram({
    name: 'dataverse_client_write_group_operations',
    help: 'How many writes a request carried, where they may share one',
    buckets: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000],
    ...of,
  });
  const waited = new Histogram({
    name: 'dataverse_client_write_group_wait_seconds',
    help: 'How long a write waited for the request that carried it',
    buckets: [0.001, 0.01, 0.05, 0.1, 0.25, 0.5, 1],
    ...of,
  });
  return (lane, waitedMs) => {
    size.observe({ lane }, waitedMs.length);
    for (const each of waitedMs) waited.observe({ lane }, each / 1_000);
  };
}
