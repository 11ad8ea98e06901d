import { type AccessTokenSource, retryAfterMs } from '#lib/http';
import { abortReason, type Clock, systemClock, unlessAborted } from '#lib/resilience';

/** An application's own identity at Entra ID. */
export interface ClientCredentialsOptions {
  /** `https://login.microsoftonline.com`, or where a stand-in listens. */
  authorityUrl: string;
  tenantId: string;
  clientId: string;
  clientSecret: string;
  /** Such as `https://contoso.crm4.dynamics.com/.default`. */
  scope: string;
  /** So long before its end a token is replaced in the background; never more than a fifth of its life. Default 5 minutes. */
  renewBeforeMs?: number | undefined;
  /** Default 10 seconds. */
  timeoutMs?: number | undefined;
  clock?: Clock | undefined;
}

/** No token. The message holds neither the secret nor Entra's text, which may repeat what was sent. */
export class TokenError extends Error {
  override readonly name = 'TokenError';

  constructor(
    /** `token-refused`: Entra said no, a setting is wrong. `token-unavailable`: Entra gave no answer that decides it. */
    readonly code: 'token-refused' | 'token-unavailable',
    /** Entra's own code, such as `AADSTS7000215` (wrong secret). */
    readonly aadsts: string | undefined,
    readonly status: number | undefined,
    options?: { cause?: unknown; retryAfterMs?: number | undefined },
  ) {
    super(`No token: ${aadsts ?? (status === undefined ? 'no answer' : `status ${status}`)} (${code}).`, {
      cause: options?.cause,
    });
    this.retryAfterMs = options?.retryAfterMs;
  }

  readonly retryAfterMs: number | undefined;
}

interface HeldToken {
  value: string;
  fetchedAt: number;
  renewAt: number;
  expiresAt: number;
}

/** A token refused this soon after it came is refused for another reason than its age: a new one would not help. */
const tooNewToRenewMs = 5_000;

/**
 * Tokens by the client credentials grant of the v2 endpoint
 * (learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow).
 *
 * One token is held and served until shortly before its end. In its last stretch it is still served while a new one is
 * fetched behind it, so nobody waits; a failure then is forgotten, since the next caller tries again. However many ask, one
 * request is under way at a time, and a caller that leaves only stops its own waiting.
 */
export function clientCredentials(options: ClientCredentialsOptions): AccessTokenSource {
  const clock = options.clock ?? systemClock;
  let held: HeldToken | undefined;
  let flight: Promise<string> | undefined;

  const fetchOnce = (): Promise<string> => {
    flight ??= fetchToken(options, clock)
      .then((token) => {
        held = token;
        return token.value;
      })
      .finally(() => {
        flight = undefined;
      });
    return flight;
  };

  return {
    getToken: async ({ signal, renew } = {}) => {
      // Nothing is fetched for a caller that has left: nobody would hear of a failure.
      if (signal?.aborted) throw abortReason(signal);
      const now = clock.now();
      const refused = renew === true && held !== undefined && now - held.fetchedAt > tooNewToRenewMs;
      if (!held || refused || now >= held.expiresAt) return unlessAborted(fetchOnce(), signal);
      if (now >= held.renewAt) fetchOnce().catch(() => undefined);
      return held.value;
    },
  };
}

async function fetchToken(options: ClientCredentialsOptions, clock: Clock): Promise<HeldToken> {
  const { status, headers, body } = await post(options);
  if (status === 200) return toHeldToken(body, options, clock);
  const isPassing = status >= 500 || status === 429 || status === 408;
  throw new TokenError(isPassing ? 'token-unavailable' : 'token-refused', aadstsOf(body), status, {
    retryAfterMs: retryAfterMs(headers, clock.now()),
  });
}

async function post(options: ClientCredentialsOptions) {
  const { authorityUrl, tenantId, clientId, clientSecret, scope, timeoutMs = 10_000 } = options;
  const url = `${authorityUrl.replace(/\/$/, '')}/${encodeURIComponent(tenantId)}/oauth2/v2.0/token`;
  const form = {
    grant_type: 'client_credentials',
    client_id: clientId,
    client_secret: clientSecret,
    scope,
  };
  try {
    const response = await fetch(url, {
      method: 'POST',
      body: new URLSearchParams(form),
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
    });
    return {
      status: response.status,
      headers: Object.fromEntries(response.headers),
      body: toRecord(await response.text()),
    };
  } catch (cause) {
    throw new TokenError('token-unavailable', undefined, undefined, { cause });
  }
}

function toHeldToken(
  body: Record<string, unknown>,
  { renewBeforeMs = 300_000 }: ClientCredentialsOptions,
  clock: Clock,
): HeldToken {
  const value = body['access_token'];
  const lifeMs = Number(body['expires_in']) * 1_000;
  if (typeof value !== 'string' || !(lifeMs > 0)) throw new TokenError('token-unavailable', undefined, 200);
  const fetchedAt = clock.now();
  return {
    value,
    fetchedAt,
    renewAt: fetchedAt + lifeMs - Math.min(renewBeforeMs, lifeMs / 5),
    // Not to the last moment: the call that carries it has a way to go, and clocks differ.
    expiresAt: fetchedAt + lifeMs - Math.min(30_000, lifeMs / 10),
  };
}

function toRecord(text: string): Record<string, unknown> {
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === 'object' && parsed !== null ? (parsed as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

function aadstsOf(body: Record<string, unknown>): string | undefined {
  const { error_codes: codes, error_description: description } = body;
  const [first] = Array.isArray(codes) ? (codes as unknown[]) : [];
  if (typeof first === 'number') return `AADSTS${first}`;
  return typeof description === 'string' ? /^AADSTS\d+/.exec(description)?.[0] : undefined;
}
