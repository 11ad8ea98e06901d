import { abortReason, onAbort } from './abort.js';

/** The time, and waiting for it: passed in everywhere, so that a test can run hours in a moment. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Resolves after `ms` milliseconds; rejects with the signal's reason when it aborts first. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** Node fires a timer above 2^31-1 ms at once; a sleeper that long wakes early and looks again. */
const longestTimerMs = 2 ** 31 - 1;

/** The clock of the machine. */
export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: (ms, signal) =>
    new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(abortReason(signal));
      const stopListening = onAbort(signal, () => {
        clearTimeout(timer);
        reject(abortReason(signal as AbortSignal));
      });
      const timer = setTimeout(
        () => {
          stopListening();
          resolve();
        },
        Math.min(Math.max(ms, 0), longestTimerMs),
      );
    }),
};
