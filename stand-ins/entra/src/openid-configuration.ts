import { issuerV2 } from './claims.js';

/** Discovery: the issuer is Microsoft's, as in the tokens; the doors are the stand-in's own. */
export function openIdConfiguration(url: string, tenantId: string) {
  return {
    issuer: issuerV2(tenantId),
    token_endpoint: `${url}/${tenantId}/oauth2/v2.0/token`,
    jwks_uri: `${url}/${tenantId}/discovery/v2.0/keys`,
    token_endpoint_auth_methods_supported: ['client_secret_post', 'client_secret_basic'],
    response_types_supported: ['token'],
    subject_types_supported: ['pairwise'],
    id_token_signing_alg_values_supported: ['RS256'],
    tenant_region_scope: 'EU',
    cloud_instance_name: 'microsoftonline.com',
  };
}
