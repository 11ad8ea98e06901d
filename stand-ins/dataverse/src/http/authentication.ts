import { createHash } from 'node:crypto';
import { createRemoteJWKSet, errors, jwtVerify, type JWTVerifyGetKey } from 'jose';
import { LRUCache } from 'lru-cache';
import type { Clock } from '../../../control/src/index.js';
import { DataverseError, notAMember, unauthorized } from '../errors.js';
import type { Caller } from '../operations/request.js';
import type { Unknowns } from '../unknowns.js';

const NOT_ACCEPTED = 'The token is not accepted: ';
/** As the library says it that reads the tokens. */
const EXPIRED = '"exp" claim timestamp check failed';

export interface TokenOptions {
  /** Where Entra ID shows its keys. */
  jwksUri: string;
  tenantId: string;
  /** What a token must be for. Default: the organisation's own URL. */
  audience?: string;
}

/**
 * Believes bearer tokens: Entra's signature, the tenant, the organisation as audience, not expired. The application must also be
 * an application user here: webapi/authenticate-web-api and developer/data-platform/use-single-tenant-server-server-authentication.
 */
export class Authentication {
  private readonly keys: JWTVerifyGetKey;
  private readonly believed = new LRUCache<string, { caller: Caller; expiresAt: number }>({ max: 1_000 });

  constructor(
    private readonly tokens: Omit<TokenOptions, 'audience'> & {
      audience(): string;
      challenge: Unknowns['unauthorizedHeader'];
    },
    private readonly applicationUsers: Readonly<Record<string, string>>,
    private readonly clock: Clock,
  ) {
    // Entra's stand-in has a new key after each start: look again soon.
    this.keys = createRemoteJWKSet(new URL(tokens.jwksUri), { cooldownDuration: 1_000 });
  }

  /** @throws DataverseError 401 or 403 */
  async authenticate(authorization: string | undefined): Promise<Caller> {
    const token = /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1];
    if (!token) throw this.refuse('HTTP Error 401 - Unauthorized: Access is denied');
    const hash = createHash('sha256').update(token).digest('base64');
    const known = this.believed.get(hash);
    if (known && known.expiresAt > this.clock.now()) return known.caller;
    const { applicationId, expiresAt } = await this.verify(token);
    const systemUserId = this.applicationUsers[applicationId];
    if (!systemUserId) throw notAMember();
    const caller = { applicationId, systemUserId };
    this.believed.set(hash, { caller, expiresAt });
    return caller;
  }

  /** A token that was believed, refused as one that has expired. */
  expired(): DataverseError {
    return this.refuse(NOT_ACCEPTED + EXPIRED);
  }

  private async verify(token: string): Promise<{ applicationId: string; expiresAt: number }> {
    const { tenantId } = this.tokens;
    const audience = this.tokens.audience();
    try {
      const { payload } = await jwtVerify(token, this.keys, {
        issuer: `https://sts.windows.net/${tenantId}/`,
        audience: [audience, `${audience}/`],
        algorithms: ['RS256'],
        requiredClaims: ['exp', 'appid'],
        currentDate: new Date(this.clock.now()),
      });
      return { applicationId: String(payload['appid']).toLowerCase(), expiresAt: (payload.exp ?? 0) * 1000 };
    } catch (error) {
      if (isRefusal(error)) throw this.refuse(NOT_ACCEPTED + error.message);
      throw keysUnreachable(this.tokens.jwksUri);
    }
  }

  private refuse(message: string): DataverseError {
    const { tenantId, challenge } = this.tokens;
    const where = `authorization_uri=https://login.microsoftonline.com/${tenantId}/oauth2/authorize, resource_id=${this.tokens.audience()}`;
    return unauthorized(challenge === 'bearerOnly' ? 'Bearer' : `Bearer ${where}`, message);
  }
}

/** The token is at fault, and not the way to the keys. */
const isRefusal = (error: unknown): error is errors.JOSEError =>
  error instanceof errors.JOSEError &&
  !(error instanceof errors.JWKSTimeout) &&
  error.code !== 'ERR_JOSE_GENERIC';

const keysUnreachable = (jwksUri: string) =>
  new DataverseError(503, '0x80040216', `The stand-in cannot reach Entra's keys at ${jwksUri}.`);
