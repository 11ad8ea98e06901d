import { type Clock, systemClock } from '#lib/resilience';
import type { ClientPolicy } from './http-call.js';
import { withTimeLimit } from './time-limit.js';
import { TotalTimeoutError } from './transport-error.js';

/** How long a whole call may take. */
export interface TotalTimeoutOptions {
  totalTimeoutMs: number;
  clock?: Clock | undefined;
}

/**
 * Ends a call, with all its attempts and waits, after `totalTimeoutMs` with a `TotalTimeoutError`. The moment stands in the
 * request as `deadline`, so that nobody inside begins a wait that cannot end in time.
 */
export function totalTimeoutPolicy({
  totalTimeoutMs,
  clock = systemClock,
}: TotalTimeoutOptions): ClientPolicy {
  const timedOut = () => new TotalTimeoutError(totalTimeoutMs);
  return {
    name: 'total-timeout',
    send: (request, next) => {
      const deadline = Math.min(clock.now() + totalTimeoutMs, request.deadline ?? Infinity);
      const limit = { limitMs: totalTimeoutMs, clock, signal: request.signal, timedOut };
      return withTimeLimit(limit, (signal) => next({ ...request, signal, deadline }));
    },
  };
}
