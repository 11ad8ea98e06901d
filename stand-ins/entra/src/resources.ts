import { scopeWithoutDefault, severalScopes, unknownResource } from './errors.js';
import type { ApiRegistration, Registrations } from './registrations.js';

const GRAPH = 'https://graph.microsoft.com';
const SUFFIX = '/.default';

/** What a scope asks a token for. Microsoft's own services take v1 tokens, ours are registered for v2. */
export type Resource = { kind: 'microsoft'; url: string } | { kind: 'own'; api: ApiRegistration };

/**
 * Finds what a scope asks for; throws an EntraError. A Dataverse organisation is any URL on this machine or of a
 * container (a host name without a dot), any of dynamics.com, and those named in `organizationUrls`.
 */
export function findResource(
  scope: string,
  tenant: Registrations,
  organizationUrls: readonly string[],
): Resource {
  const [only = '', ...more] = scope.trim().split(/\s+/);
  if (more.length > 0) throw severalScopes(scope);
  if (!only.endsWith(SUFFIX)) throw scopeWithoutDefault(scope);
  const name = only.slice(0, -SUFFIX.length);
  const api = Object.values(tenant.apis).find((candidate) => names(candidate).includes(name.toLowerCase()));
  if (api) return { kind: 'own', api };
  if (name === GRAPH || organizationUrls.includes(name) || isOrganization(name))
    return { kind: 'microsoft', url: name };
  throw unknownResource(name, tenant.tenantId);
}

const names = ({ name, applicationId }: ApiRegistration) => [
  `api://${name}`,
  `api://${applicationId}`,
  applicationId,
];

function isOrganization(name: string): boolean {
  if (!URL.canParse(name)) return false;
  const { protocol, hostname, origin } = new URL(name);
  if (origin !== name.replace(/\/$/, '')) return false;
  if (protocol === 'https:' && hostname.endsWith('.dynamics.com')) return true;
  return ['127.0.0.1', '[::1]'].includes(hostname) || !hostname.includes('.');
}
