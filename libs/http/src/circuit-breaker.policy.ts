import type { CallOutcome, CircuitBreaker, CircuitVerdict } from '#lib/resilience';
import { isInParts } from './answer-in-parts.js';
import type { ClientPolicy, HttpResponse } from './http-call.js';
import { TransportError } from './transport-error.js';

/**
 * Sends nothing while the circuit is open (`CircuitOpenError`), and tells the breaker what each attempt says of the far side.
 */
export function circuitBreakerPolicy(breaker: CircuitBreaker): ClientPolicy {
  return { name: 'circuit-breaker', send: (request, next) => breaker.run(() => next(request), verdictOf) };
}

/**
 * Only what the far side did counts. Everything that is neither an answer nor the lack of one (the caller left, the total
 * time is up, no token, no budget) says nothing of it.
 */
function verdictOf(outcome: CallOutcome<HttpResponse>): CircuitVerdict {
  if (outcome.ok) return isOutage(outcome.value) ? 'outage' : 'answer';
  return outcome.error instanceof TransportError ? 'outage' : 'neither';
}

/**
 * A 429 means "slower", not "broken", and a 4xx is our own mistake: neither opens the circuit. 408 is a timeout. A 501 is an
 * answer (this is not supported), and so is one in parts, whose status is only that of a part. A 500 counts whatever its body
 * says, since a server in trouble may well name an error of its own; one that a few calls of ours cause stays below the share of
 * all calls that opens the circuit.
 */
const isOutage = (response: HttpResponse): boolean =>
  (response.status >= 500 || response.status === 408) && response.status !== 501 && !isInParts(response);
