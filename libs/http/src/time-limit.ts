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
 * on to long-lived signals in Node 20, and know no clock of ours. Every call passes here twice, and in Node 20 a signal costs
 * ten times what a timer does: so there is this one, and nothing listens to it but the work.
 */
export async function withTimeLimit<T>(
  { limitMs, clock, signal, timedOut }: TimeLimit,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  if (signal?.aborted) throw abortReason(signal);
  const call = new AbortController();
  return new Promise((resolve, reject) => {
    const cut = (reason: Error) => {
      stopWatching();
      call.abort(reason);
      reject(reason);
    };
    const forget = clock.after(limitMs, () => cut(timedOut()));
    // Before the work begins: the work itself may make the caller leave.
    const stopListening = onAbort(signal, () => cut(abortReason(signal as AbortSignal)));
    const stopWatching = () => {
      forget();
      stopListening();
    };
    const working = (async () => work(call.signal))();
    void working.then(resolve, reject).finally(stopWatching);
  });
}
