import { type Clock, systemClock } from '#lib/resilience';
import type { ClientPolicy } from './http-call.js';
import { withTimeLimit } from './time-limit.js';
import { TransportError } from './transport-error.js';

/** How long one attempt may take. */
export interface AttemptTimeoutOptions {
  attemptTimeoutMs: number;
  clock?: Clock | undefined;
}

/**
 * Ends one attempt after `attemptTimeoutMs` with `TransportError` `attempt-timeout`: what became of the request is unknown.
 * For an answer that is a stream it ends with the headers; the transport limits the silence between chunks.
 */
export function attemptTimeoutPolicy({
  attemptTimeoutMs,
  clock = systemClock,
}: AttemptTimeoutOptions): ClientPolicy {
  const timedOut = () => new TransportError('attempt-timeout', 'unknown', { durationMs: attemptTimeoutMs });
  return {
    name: 'attempt-timeout',
    send: (request, next) =>
      withTimeLimit({ limitMs: attemptTimeoutMs, clock, signal: request.signal, timedOut }, (signal) =>
        next({ ...request, signal }),
      ),
  };
}
