import type { CallOutcome, CircuitBreaker, CircuitVerdict } from '#lib/resilience';
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

/** A 429 means "slower", not "broken", and a 4xx is our own mistake: neither opens the circuit. 408 is a timeout. */
const isOutage = ({ status }: HttpResponse): boolean => status >= 500 || status === 408;
