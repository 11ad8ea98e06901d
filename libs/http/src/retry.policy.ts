import { Readable } from 'node:stream';
import { backoff, type Clock, systemClock } from '#lib/resilience';
import { isInParts } from './answer-in-parts.js';
import type { ClientPolicy, HttpRequest, HttpResponse, Send } from './http-call.js';
import { retryAfterMs } from './retry-after.js';
import { TransportError } from './transport-error.js';

/** What is tried again, and how patiently. */
export interface RetryOptions {
  /** The first attempt counted in; the one repeat after a 401 is on top. Default 4. */
  maxAttempts?: number | undefined;
  /** The longest first wait, in milliseconds; doubled by each attempt. Default 500. */
  baseMs?: number | undefined;
  /** No wait of our own choosing is longer, in milliseconds. Default 20 seconds. */
  capMs?: number | undefined;
  /** Answers that are passing trouble beside 408, 429, 502, 503 and 504, such as a 500 that says "database timeout". */
  isPassing?: ((response: HttpResponse) => boolean) | undefined;
  clock?: Clock | undefined;
  random?: (() => number) | undefined;
}

type Attempt = { response: HttpResponse } | { error: unknown };

/**
 * Tries again what is safe to try again.
 *
 * Any request may be repeated when it was certainly not done: it was not sent (for want of a connection or of a token for
 * now), or answered 429 or 401. An answer in parts is no such proof: it is that of a batch which ended there, with what stood
 * before it done. What may have been
 * done (a lost connection, a timeout, 408, 502, 503, 504) is repeated only if the request is `repeatable`. A body that is a
 * stream is gone after the first attempt, so such a request is never repeated. A 401 is repeated once, at once, with
 * `renewToken` set for the token policy. Waits are full jitter; Retry-After is a lower bound, with the jitter on top, never
 * undercut. A wait that would pass the deadline is not begun: the last answer or error is the result, sooner and truer than
 * a timeout. Not repeated: the caller's abort, a passed deadline, an open circuit and a budget without room, since
 * those last longer than a call should wait; the caller's durable job comes back later.
 */
export function retryPolicy(options: RetryOptions = {}): ClientPolicy {
  const settings = { ...defaults, ...withoutUndefined(options) };
  return { name: 'retry', send: (request, next) => sendWithRetries(request, next, settings) };
}

const defaults = {
  maxAttempts: 4,
  baseMs: 500,
  capMs: 20_000,
  isPassing: (_: HttpResponse) => false,
  clock: systemClock,
  random: Math.random,
};

type RetrySettings = typeof defaults;

async function sendWithRetries(
  request: HttpRequest,
  next: Send,
  settings: RetrySettings,
): Promise<HttpResponse> {
  let renewed = false;
  let renewToken: true | undefined;
  for (let attempt = 1, tries = 1; ; attempt += 1) {
    const result = await attemptOf(next({ ...request, attempt, renewToken }));
    renewToken = undefined;
    if (wantsNewToken(result, request) && !renewed && canSendAgain(request)) {
      renewed = true;
      renewToken = true;
      discard(result);
    } else {
      if (tries >= settings.maxAttempts || !isWorthRepeating(result, request, settings))
        return outcomeOf(result);
      const waitMs = waitBefore(result, tries, settings);
      if (settings.clock.now() + waitMs >= deadlineOf(request)) return outcomeOf(result);
      // Before the wait, which the caller may leave.
      discard(result);
      await settings.clock.sleep(waitMs, request.signal);
      tries += 1;
    }
  }
}

const wantsNewToken = (result: Attempt, { repeatable }: HttpRequest): boolean =>
  'response' in result && result.response.status === 401 && (repeatable || !isInParts(result.response));

const attemptOf = (sending: Promise<HttpResponse>): Promise<Attempt> =>
  sending.then(
    (response) => ({ response }),
    (error: unknown) => ({ error }),
  );

function isWorthRepeating(result: Attempt, request: HttpRequest, settings: RetrySettings): boolean {
  if (!canSendAgain(request)) return false;
  if ('error' in result) {
    const { error } = result;
    if (error instanceof TransportError) return isPassingFailure(error, request);
    return isTokenUnavailable(error);
  }
  const { response } = result;
  if (response.status === 429) return request.repeatable || !isInParts(response);
  return request.repeatable && (passingStatuses.has(response.status) || settings.isPassing(response));
}

/** An answer that was too large to read will be so again. */
const isPassingFailure = ({ code, outcome }: TransportError, { repeatable }: HttpRequest): boolean =>
  outcome === 'not-sent' || (repeatable && code !== 'response-too-large');

/** See `AccessTokenSource`: no token for now, so nothing was sent. */
const isTokenUnavailable = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'token-unavailable';

const passingStatuses = new Set([408, 502, 503, 504]);

function waitBefore(
  result: Attempt,
  attempt: number,
  { baseMs, capMs, random, clock }: RetrySettings,
): number {
  const told = 'response' in result ? retryAfterMs(result.response.headers, clock.now()) : undefined;
  return told === undefined
    ? backoff({ attempt, baseMs, capMs, random })
    : told + backoff({ attempt: 1, baseMs, capMs, random });
}

const canSendAgain = ({ body, signal }: HttpRequest): boolean =>
  !(body instanceof Readable) && !signal?.aborted;

const deadlineOf = ({ deadline }: HttpRequest): number => deadline ?? Number.MAX_VALUE;

function outcomeOf(result: Attempt): HttpResponse {
  if ('error' in result) throw result.error;
  return result.response;
}

/** An answer nobody reads would hold its connection. */
function discard(result: Attempt): void {
  if ('response' in result) result.response.stream?.destroy();
}

const withoutUndefined = (options: RetryOptions): Partial<RetrySettings> =>
  Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
