import { type ClientPolicy, type HttpRequest, type HttpResponse, TransportError } from '#lib/http';
import {
  backoff,
  type BudgetAsk,
  type Clock,
  ExecutionEstimates,
  type ServiceProtectionBudget,
  systemClock,
} from '#lib/resilience';
import { throttleIn } from './throttle.js';

/** How calls spend the budget. */
export interface ServiceProtectionOptions {
  /** What calls are expected to take; learns from each of them. Default: nothing is known yet. */
  estimates?: ExecutionEstimates | undefined;
  clock?: Clock | undefined;
  random?: (() => number) | undefined;
}

/** Everybody waits at most this much longer than told, so that not all come back in the same millisecond. */
const jitterMs = 250;

/**
 * Each attempt takes a permit of the application user's budget, and settles it with the time that the transport measured,
 * however it ends: Dataverse worked for it even if nobody waited for the answer, and a 429 was a request, too; only what was not
 * sent is given back whole. A 429 stops every caller of that user until Retry-After has passed, never sooner, since hammering makes
 * it longer; so does a 429 in a batch.
 */
export function serviceProtectionPolicy(
  budget: ServiceProtectionBudget,
  options: ServiceProtectionOptions = {},
): ClientPolicy {
  const { clock = systemClock, random = Math.random } = options;
  const { estimates = new ExecutionEstimates({ clock }) } = options;

  const heed = (response: HttpResponse) => {
    const throttle = throttleIn(response, clock.now());
    if (!throttle) return false;
    const scatterMs = backoff({ attempt: 1, baseMs: jitterMs, capMs: jitterMs, random });
    budget.block(throttle.waitMs + scatterMs, throttle.facet);
    return true;
  };

  return {
    name: 'service-protection',
    send: async (request, next) => {
      const { operation, operations = 1 } = request;
      const permit = await budget.acquire(askOf(request, estimates));
      const startedAt = clock.now();
      try {
        const response = await next(request);
        permit.settle({ executionMs: response.durationMs, operations });
        const wasWorkedAt = !heed(response) && response.status < 500;
        if (wasWorkedAt) estimates.learn(operation, operations, response.durationMs);
        return response;
      } catch (error) {
        const executionMs = spentUntil(error, clock.now() - startedAt);
        permit.settle({ executionMs, operations });
        if (isTimeout(error)) estimates.learn(operation, operations, executionMs ?? 0);
        throw error;
      }
    },
  };
}

const askOf = (request: HttpRequest, estimates: ExecutionEstimates): BudgetAsk => {
  const { operation, operations, lane = 'interactive', signal, deadline } = request;
  return { lane, signal, deadline, ...estimates.of(operation, operations) };
};

/** What was not sent cost nothing; else the transport's measure, or ours around it. */
function spentUntil(error: unknown, elapsedMs: number): number | undefined {
  if (!(error instanceof TransportError)) return elapsedMs;
  return error.outcome === 'not-sent' ? undefined : (error.durationMs ?? elapsedMs);
}

/** Dataverse may still be at it: so much it takes at least. */
const isTimeout = (error: unknown): boolean =>
  error instanceof TransportError && error.code === 'attempt-timeout';
