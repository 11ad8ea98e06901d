/** What a cancelled call ends with when its signal carries no error of its own. */
export class AbortError extends Error {
  readonly code = 'aborted';
  override readonly name = 'AbortError';
}

/**
 * The error behind an aborted signal. Whoever aborts says why through the signal's reason (a caller that left, a timeout),
 * so that the one error travels up unchanged and every layer can tell these apart.
 */
export function abortReason(signal: AbortSignal): Error {
  const reason: unknown = signal.reason;
  // The platform's own reason is a DOMException named AbortError: as good as none.
  const told = reason instanceof Error && reason.name !== 'AbortError';
  return told ? reason : new AbortError('The call was cancelled by its caller.', { cause: reason });
}

/** What `work` comes to, unless the signal aborts first: for work that others wait for as well, and which goes on for them. */
export function unlessAborted<Result>(
  work: Promise<Result>,
  signal: AbortSignal | undefined,
): Promise<Result> {
  if (!signal) return work;
  return new Promise((resolve, reject) => {
    const stopListening = onAbort(signal, () => reject(abortReason(signal)));
    // Before all else: a work that fails after its last caller has left must not end the process.
    work.then(resolve, reject).finally(stopListening);
    if (signal.aborted) reject(abortReason(signal));
  });
}

/** Calls `listener` once when the signal aborts; the answer stops listening, which long-lived signals need. */
export function onAbort(signal: AbortSignal | undefined, listener: () => void): () => void {
  signal?.addEventListener('abort', listener, { once: true });
  return () => signal?.removeEventListener('abort', listener);
}
