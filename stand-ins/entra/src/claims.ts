import { randomUUID } from 'node:crypto';
import type { JWTPayload } from 'jose';
import type { ClientRegistration } from './registrations.js';
import type { Resource } from './resources.js';

/**
 * What a token says, in the form that its resource is registered for:
 * https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference
 */
export function claimsFor(resource: Resource, client: ClientRegistration, tenantId: string): JWTPayload {
  const principal = { oid: client.objectId, sub: client.objectId, tid: tenantId, uti: randomUUID() };
  if (resource.kind === 'microsoft') {
    const iss = issuerV1(tenantId);
    return {
      aud: resource.url,
      iss,
      appid: client.applicationId,
      appidacr: '1',
      idp: iss,
      ...principal,
      ver: '1.0',
    };
  }
  const { name, applicationId } = resource.api;
  const roles = client.roles[name];
  return {
    aud: applicationId,
    iss: issuerV2(tenantId),
    azp: client.applicationId,
    azpacr: '1',
    ...principal,
    ...(roles?.length && { roles: [...roles] }),
    ver: '2.0',
  };
}

export const issuerV1 = (tenantId: string) => `https://sts.windows.net/${tenantId}/`;
export const issuerV2 = (tenantId: string) => `https://login.microsoftonline.com/${tenantId}/v2.0`;
