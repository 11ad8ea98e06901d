import { Histogram, type Registry } from 'prom-client';

/** Seconds; from a fast read to a request that waits for another service. */
const BUCKETS = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/**
 * How long requests took to answer, by method, route and status, under OpenTelemetry's name for it:
 * https://opentelemetry.io/docs/specs/semconv/http/http-metrics/
 */
export const httpServerDuration = (registry: Registry) =>
  new Histogram({
    name: 'http_server_request_duration_seconds',
    help: 'Time from a request to its answer, in seconds',
    labelNames: ['http_request_method', 'http_route', 'http_response_status_code'] as const,
    buckets: BUCKETS,
    registers: [registry],
  });
