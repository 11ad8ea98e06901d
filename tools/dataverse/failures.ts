import { DataverseError, TokenError, TransportError } from '#lib/dataverse';
import type { DataverseSettings } from './settings.js';

/** What went wrong, with what to check; what is no failure of a call stays as it is. Never a token, never a secret. */
export function inWords(error: unknown, settings: DataverseSettings): unknown {
  const words = wordsFor(error, settings);
  return words === undefined ? error : new Error(words, { cause: error });
}

function wordsFor(error: unknown, settings: DataverseSettings): string | undefined {
  if (error instanceof TransportError)
    return `${settings.url} does not answer (${error.code}). ${reach(settings)}`;
  if (error instanceof TokenError) return tokenWords(error, settings);
  return error instanceof DataverseError ? refusalWords(error, settings) : undefined;
}

function tokenWords({ code, aadsts, status }: TokenError, settings: DataverseSettings): string {
  const { authorityUrl, tenantId, clientId } = settings;
  if (code === 'token-unavailable') {
    return `Entra ID at ${authorityUrl} gives no token now (${status ?? 'no answer'}). ${reach(settings)}`;
  }
  return `Entra ID gives no token to ${clientId} in the tenant ${tenantId} (${aadsts ?? status}). Check ENTRA_TENANT_ID, DATAVERSE_CLIENT_ID and DATAVERSE_CLIENT_SECRET (it may have expired), and that DATAVERSE_URL is an environment of that tenant.`;
}

function refusalWords(error: DataverseError, { url, clientId }: DataverseSettings): string | undefined {
  const code = error.dataverseCode || error.status;
  if (error.code === 'not-authenticated') {
    return `${url} does not believe the token (${code}). Check that DATAVERSE_URL is the environment's own address and that it belongs to ENTRA_TENANT_ID.`;
  }
  if (error.dataverseCode === NOT_A_USER) {
    return `${clientId} is no application user of ${url} (${code}). Add it there, with a security role.`;
  }
  if (error.code !== 'not-permitted') return undefined;
  return `${clientId} may not do this at ${url} (${code}). Check the security role of its application user.`;
}

/** learn.microsoft.com/power-apps/developer/data-platform/reference/web-service-error-codes: UserNotMemberOfOrg */
const NOT_A_USER = '0x80072560';

const reach = ({ isStandIn }: DataverseSettings): string =>
  isStandIn
    ? 'Are the stand-ins running? npm start starts them.'
    : 'Check DATAVERSE_URL and ENTRA_AUTHORITY, and the way there from this machine.';
