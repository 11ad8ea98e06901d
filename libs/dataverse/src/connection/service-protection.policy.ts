import { performance } from 'node:perf_hooks';
import { type ClientPolicy, type HttpResponse, TransportError } from '#lib/http';
import { backoff, type Clock, type ServiceProtectionBudget, systemClock } from '#lib/resilience';
import { throttleIn } from './throttle.js';

/** How calls spend the budget. */
export interface ServiceProtectionOptions {
  /** Execution time to set aside for a call of this name, in milliseconds. Default 500. */
  estimateMs?: ((operation: string) => number) | undefined;
  clock?: Clock | undefined;
  random?: (() => number) | undefined;
}

/** Everybody waits at most this much longer than told, so that not all come back in the same millisecond. */
const jitterMs = 250;

/**
 * Each attempt takes a permit of the application user's budget, and settles it with the time that the transport measured,
 * however it ends: Dataverse worked for it even if nobody waited for the answer, and a 429 was a request, too. A 429 stops
 * every caller of that user until Retry-After has passed, never sooner, since hammering makes it longer; so does a 429 in a batch.
 */
export function serviceProtectionPolicy(
  budget: ServiceProtectionBudget,
  options: ServiceProtectionOptions = {},
): ClientPolicy {
  const { estimateMs = () => 500, clock = systemClock, random = Math.random } = options;

  const heed = (response: HttpResponse) => {
    const throttle = throttleIn(response, clock.now());
    if (!throttle) return;
    const scatterMs = backoff({ attempt: 1, baseMs: jitterMs, capMs: jitterMs, random });
    budget.block(throttle.waitMs + scatterMs, throttle.facet);
  };

  return {
    name: 'service-protection',
    send: async (request, next) => {
      const { operation, lane = 'interactive', signal, deadline } = request;
      const estimatedMs = estimateMs(operation);
      const permit = await budget.acquire({ lane, estimatedMs, signal, deadline });
      const startedAt = performance.now();
      try {
        const response = await next(request);
        permit.settle({ executionMs: response.durationMs });
        heed(response);
        return response;
      } catch (error) {
        permit.settle({ executionMs: spentUntil(error, performance.now() - startedAt) });
        throw error;
      }
    },
  };
}

/** What was not sent cost no time; else the transport's measure, or ours around it. */
function spentUntil(error: unknown, elapsedMs: number): number {
  if (!(error instanceof TransportError)) return elapsedMs;
  return error.outcome === 'not-sent' ? 0 : (error.durationMs ?? elapsedMs);
}
