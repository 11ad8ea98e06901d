import { type ClientPolicy, type HttpRequest, type HttpResponse, TransportError } from '#lib/http';
import {
  backoff,
  type BudgetAsk,
  type BudgetFacet,
  type BudgetSnapshot,
  type Clock,
  type Estimate,
  ExecutionEstimates,
  type Permit,
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
 * however it ends: a 429 was a request, too. Where there is no answer Dataverse may still be at it, although nobody waits any more: the
 * permit is kept for as long as such a call takes. Only what was not sent is given back whole. A 429 stops every caller of that user until Retry-After has passed, never sooner, since hammering makes
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

  /** Nobody waits for it any more, but Dataverse is at it, for as long as such a call takes. */
  const settleWhenOver = (
    permit: Permit,
    { elapsedMs, estimatedMs, operations }: { elapsedMs: number; estimatedMs: number; operations: number },
  ) => {
    const executionMs = Math.max(elapsedMs, estimatedMs);
    if (executionMs === elapsedMs) permit.settle({ executionMs, operations });
    else clock.after(executionMs - elapsedMs, () => permit.settle({ executionMs, operations }));
  };

  return {
    name: 'service-protection',
    send: async (request, next) => {
      const { operation, operations = 1 } = request;
      const ask = askOf(request, estimates, clock.now());
      const { tally } = request;
      const facet = tally && nearestFacet(budget.snapshot());
      const askedAt = clock.now();
      const permit = await budget.acquire(ask);
      const startedAt = clock.now();
      if (facet && startedAt > askedAt) tally.waited(facet, startedAt - askedAt);
      try {
        const response = await next(request);
        // Before the permit is given back, which may send the next.
        const wasWorkedAt = !heed(response) && response.status < 500;
        permit.settle({ executionMs: response.durationMs, operations });
        if (wasWorkedAt) estimates.learn(operation, operations, response.durationMs);
        return response;
      } catch (error) {
        const elapsedMs = clock.now() - startedAt;
        if (isNotSent(error)) permit.settle({ executionMs: undefined });
        else settleWhenOver(permit, { operations, elapsedMs: measuredBy(error) ?? elapsedMs, ...ask });
        if (isTimeout(error)) estimates.learn(operation, operations, measuredBy(error) ?? elapsedMs);
        throw error;
      }
    },
  };
}

const askOf = (request: HttpRequest, estimates: ExecutionEstimates, nowMs: number): BudgetAsk => {
  const { operation, operations, lane = 'interactive', signal } = request;
  const estimate = estimates.of(operation, operations);
  return { lane, signal, deadline: latestStart(request, estimate, nowMs), ...estimate };
};

/**
 * A permit that comes later than the call would take is of no use: the total timeout would cut the call off in the middle, and
 * nobody would know what was done. An estimate may be much too long, so half of the time that is left is always waited.
 */
function latestStart(
  { deadline }: HttpRequest,
  { estimatedMs }: Estimate,
  nowMs: number,
): number | undefined {
  return deadline && deadline - Math.min(estimatedMs, (deadline - nowMs) / 2);
}

/** The limit that is nearest to being reached, or that a 429 named. */
function nearestFacet({ blockedBy, used, heldBack, inFlight, limits }: BudgetSnapshot): BudgetFacet {
  if (blockedBy) return blockedBy;
  const shares = {
    requests: (used.requests + heldBack.requests) / limits.requests,
    executionTime: (used.executionMs + heldBack.executionMs) / limits.executionMs,
    concurrency: inFlight / limits.concurrency,
  };
  const [[facet]] = Object.entries(shares).sort(([, one], [, other]) => other - one) as [
    [BudgetFacet, number],
  ];
  return facet;
}

const isNotSent = (error: unknown): boolean =>
  error instanceof TransportError && error.outcome === 'not-sent';

/** By the transport, which is nearer than we are. */
const measuredBy = (error: unknown): number | undefined =>
  error instanceof TransportError ? error.durationMs : undefined;

/** Dataverse may still be at it: so much it takes at least. */
const isTimeout = (error: unknown): boolean =>
  error instanceof TransportError && error.code === 'attempt-timeout';
