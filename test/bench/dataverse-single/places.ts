import { clientCredentials } from '#lib/auth';
import type { AccessTokenSource } from '#lib/http';
import { entraDefaults } from '../../../stand-ins/entra/src/index.js';

/** Where the far side listens. */
export interface Places {
  dataverseUrl: string;
  entraUrl: string;
}

/** The identity that all contenders have. */
export function tokensFor({ dataverseUrl, entraUrl }: Places): AccessTokenSource {
  const { tenantId, clients } = entraDefaults;
  const { applicationId: clientId, secret: clientSecret } = clients['website-intake'];
  const scope = `${dataverseUrl}/.default`;
  return clientCredentials({ authorityUrl: entraUrl, tenantId, clientId, clientSecret, scope });
}
