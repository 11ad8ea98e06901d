import { clientCredentials } from '#lib/auth';
import type { AccessTokenSource } from '#lib/http';
import { entraDefaults } from '../../stand-ins/entra/src/registrations.js';
import type { ClientName } from './entra-stand-in.js';

/** Where the stand-ins listen. */
export interface Places {
  dataverseUrl: string;
  entraUrl: string;
}

/** Tokens from Entra's stand-in for Dataverse's: of the intake's application user unless told otherwise. */
export function tokensFor(
  { dataverseUrl, entraUrl }: Places,
  client: ClientName = 'website-intake',
): AccessTokenSource {
  const { tenantId, clients } = entraDefaults;
  const { applicationId: clientId, secret: clientSecret } = clients[client];
  const scope = `${dataverseUrl}/.default`;
  return clientCredentials({ authorityUrl: entraUrl, tenantId, clientId, clientSecret, scope });
}
