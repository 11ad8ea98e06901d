/** What went wrong between us and the far side. */
export type TransportErrorCode =
  | 'connection-refused'
  | 'connection-timeout'
  | 'host-not-found'
  | 'host-unreachable'
  | 'tls-failed'
  | 'connection-reset'
  | 'attempt-timeout'
  | 'response-timeout'
  | 'response-too-large'
  | 'transport-failed';

/** `not-sent`: the far side cannot have seen the request. `unknown`: it may have done it. */
export type TransportOutcome = 'not-sent' | 'unknown';

/** There was no answer. The message names no URL, since that may hold keys and filters. */
export class TransportError extends Error {
  override readonly name = 'TransportError';

  constructor(
    readonly code: TransportErrorCode,
    readonly outcome: TransportOutcome,
    options?: { cause?: unknown; durationMs?: number },
  ) {
    super(`No answer: ${code} (${outcome}).`, { cause: options?.cause });
    this.durationMs = options?.durationMs;
  }

  /** Milliseconds until it failed, measured around the transport alone, where it was measured. */
  readonly durationMs: number | undefined;
}

/** All attempts and waits together took longer than the caller allows. Whether the last attempt was done is unknown. */
export class TotalTimeoutError extends Error {
  readonly code = 'total-timeout';
  override readonly name = 'TotalTimeoutError';

  constructor(readonly timeoutMs: number) {
    super(`No final answer within ${timeoutMs} ms.`);
  }
}
