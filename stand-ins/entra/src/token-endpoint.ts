import { claimsFor } from './claims.js';
import { EntraError, unknownApplication, wrongSecret } from './errors.js';
import type { ClientRegistration, Registrations } from './registrations.js';
import { findResource } from './resources.js';
import type { SigningKey } from './signing-key.js';
import type { TokenStats } from './token-stats.js';
import { readTokenRequest } from './token-request.js';

export interface TokenEndpointOptions {
  tenant: Registrations;
  organizationUrls: readonly string[];
  lifetimeSeconds: number;
  /** Milliseconds since 1970. */
  now(): number;
}

/** Client credentials in, a bearer token out: https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow */
export class TokenEndpoint {
  constructor(
    private readonly key: SigningKey,
    private readonly stats: TokenStats,
    private readonly options: TokenEndpointOptions,
  ) {}

  /** @throws EntraError */
  async issue(form: URLSearchParams, authorization: string | undefined) {
    const { tenant, organizationUrls, lifetimeSeconds, now } = this.options;
    try {
      const { clientId, clientSecret, scope } = readTokenRequest(form, authorization);
      const client = this.authenticate(clientId, clientSecret);
      const claims = claimsFor(findResource(scope, tenant, organizationUrls), client, tenant.tenantId);
      const access_token = await this.key.sign(claims, now(), lifetimeSeconds);
      this.stats.issued(client.name);
      return {
        token_type: 'Bearer',
        expires_in: lifetimeSeconds,
        ext_expires_in: lifetimeSeconds,
        access_token,
      };
    } catch (error) {
      if (error instanceof EntraError) this.stats.refused(error.code);
      throw error;
    }
  }

  private authenticate(clientId: string, clientSecret: string): ClientRegistration {
    const { tenant } = this.options;
    const id = clientId.toLowerCase();
    const client = Object.values(tenant.clients).find(({ applicationId }) => applicationId === id);
    if (!client) throw unknownApplication(clientId, tenant.tenantId);
    if (client.secret !== clientSecret) throw wrongSecret(clientId);
    return client;
  }
}
