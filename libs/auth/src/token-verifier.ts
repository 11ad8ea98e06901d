import { createHash } from 'node:crypto';
import { createRemoteJWKSet, errors, jwtVerify, type JWTPayload, type JWTVerifyGetKey } from 'jose';
import { LRUCache } from 'lru-cache';
import { ProblemError } from '#lib/problem';

export interface TokenVerifierOptions {
  /** Where Entra ID answers, such as https://login.microsoftonline.com */
  authority: string;
  tenantId: string;
  /** The application id of our own API: the token's `aud`. */
  audience: string;
  /** Milliseconds since 1970. */
  now?: () => number;
}

/** What we believe of a caller once its token has been verified. */
export interface Caller {
  /** The application id of the client (`azp`). */
  applicationId: string;
  roles: readonly string[];
}

interface OpenIdConfiguration {
  issuer: string;
  jwks_uri: string;
}

/** Tolerated difference between Entra's clock and ours. */
const CLOCK_TOLERANCE_SECONDS = 30;
const MOST_TOKENS = 10_000;

/**
 * Verifies the v2 access tokens of our own APIs: https://learn.microsoft.com/entra/identity-platform/access-tokens
 *
 * One RS256 check costs more than the rest of a request, so a verified token is remembered by its hash until it expires. The
 * issuer and the keys are found through OpenID discovery at the first request, and again after a failed attempt.
 */
export class TokenVerifier {
  private readonly verified = new LRUCache<string, { caller: Caller; expiresAt: number }>({
    max: MOST_TOKENS,
  });
  private readonly now: () => number;
  private discovery: Promise<{ issuer: string; keys: JWTVerifyGetKey }> | undefined;

  constructor(private readonly options: TokenVerifierOptions) {
    this.now = options.now ?? Date.now;
  }

  /** @throws ProblemError `unauthenticated`, or `service-unavailable` while Entra's keys cannot be had */
  async verify(token: string): Promise<Caller> {
    const hash = createHash('sha256').update(token).digest('base64');
    const known = this.verified.get(hash);
    if (known && known.expiresAt > this.now()) return known.caller;
    const payload = await this.check(token);
    const caller = callerOf(payload);
    this.verified.set(hash, { caller, expiresAt: (payload.exp ?? 0) * 1000 });
    return caller;
  }

  private async check(token: string): Promise<JWTPayload> {
    const { issuer, keys } = await this.discover();
    try {
      const { payload } = await jwtVerify(token, keys, {
        issuer,
        audience: this.options.audience,
        algorithms: ['RS256'],
        requiredClaims: ['exp', 'azp'],
        clockTolerance: CLOCK_TOLERANCE_SECONDS,
        currentDate: new Date(this.now()),
      });
      return payload;
    } catch (cause) {
      if (isRefusal(cause)) throw new ProblemError('unauthenticated', { cause, headers: CHALLENGE });
      throw new ProblemError('service-unavailable', { cause, headers: { 'Retry-After': '5' } });
    }
  }

  private discover(): Promise<{ issuer: string; keys: JWTVerifyGetKey }> {
    this.discovery ??= this.fetchConfiguration().catch((cause: unknown) => {
      this.discovery = undefined;
      throw new ProblemError('service-unavailable', { cause, headers: { 'Retry-After': '5' } });
    });
    return this.discovery;
  }

  private async fetchConfiguration(): Promise<{ issuer: string; keys: JWTVerifyGetKey }> {
    const { authority, tenantId } = this.options;
    const response = await fetch(`${authority}/${tenantId}/v2.0/.well-known/openid-configuration`, {
      signal: AbortSignal.timeout(5_000),
    });
    if (!response.ok) throw new Error(`OpenID discovery answered ${response.status}`);
    const { issuer, jwks_uri } = (await response.json()) as OpenIdConfiguration;
    return { issuer, keys: createRemoteJWKSet(new URL(jwks_uri)) };
  }
}

const CHALLENGE = { 'WWW-Authenticate': 'Bearer error="invalid_token"' };

/** The token is at fault, as opposed to the way to the keys. */
const isRefusal = (error: unknown): boolean =>
  error instanceof errors.JOSEError &&
  !(error instanceof errors.JWKSTimeout) &&
  error.code !== 'ERR_JOSE_GENERIC';

function callerOf(payload: JWTPayload): Caller {
  const { azp, roles } = payload;
  return {
    applicationId: String(azp).toLowerCase(),
    roles: Array.isArray(roles) ? roles.filter((role) => typeof role === 'string') : [],
  };
}
