import { abortReason, type Clock, onAbort } from '#lib/resilience';

/** How long, and what it ends with. */
export interface TimeLimit {
  limitMs: number;
  clock: Clock;
  /** The caller's signal: its abort ends the work with its own reason. */
  signal: AbortSignal | undefined;
  timedOut: () => Error;
}

/**
 * Runs `work` with a signal that aborts when the time is up or the caller leaves, whichever is first, with the reason of
 * that; the result rejects then even if the work does not listen. `AbortSignal.any` and `timeout` would do it too, but hold
 * on to long-lived signals in Node 20, and know no clock of ours.
 */
export async function withTimeLimit<T>(
  limit: TimeLimit,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const { signal } = limit;
  if (signal?.aborted) throw abortReason(signal);
  const call = new AbortController();
  const timer = new AbortController();
  const stopListening = onAbort(signal, () => call.abort(signal && abortReason(signal)));
  limit.clock.sleep(limit.limitMs, timer.signal).then(
    () => call.abort(limit.timedOut()),
    () => undefined,
  );
  // Listens before the work begins: the work itself may make the caller leave.
  const cut = rejectOnAbort(call.signal);
  try {
    return await Promise.race([cut, work(call.signal)]);
  } finally {
    timer.abort();
    stopListening();
  }
}

const rejectOnAbort = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => onAbort(signal, () => reject(abortReason(signal))));
