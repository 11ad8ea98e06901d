import { missingCredential, missingParameter, unsupportedGrantType } from './errors.js';

/** What a client asks for, and by what secret. */
export interface TokenRequest {
  clientId: string;
  clientSecret: string;
  scope: string;
}

/** Reads a client-credentials request: the client in the form, or in HTTP Basic (RFC 6749, 2.3.1). Throws an EntraError. */
export function readTokenRequest(form: URLSearchParams, authorization: string | undefined): TokenRequest {
  const grantType = required(form, 'grant_type');
  if (grantType !== 'client_credentials') throw unsupportedGrantType(grantType);
  const basic = readBasic(authorization);
  const clientId = basic?.clientId ?? required(form, 'client_id');
  const clientSecret = basic?.clientSecret ?? form.get('client_secret');
  if (!clientSecret) throw missingCredential();
  return { clientId, clientSecret, scope: required(form, 'scope') };
}

function required(form: URLSearchParams, name: string): string {
  const value = form.get(name);
  if (!value) throw missingParameter(name);
  return value;
}

function readBasic(
  authorization: string | undefined,
): { clientId: string; clientSecret: string } | undefined {
  const encoded = /^Basic +(\S+)$/i.exec(authorization ?? '')?.[1];
  if (!encoded) return undefined;
  const [clientId = '', ...secret] = Buffer.from(encoded, 'base64').toString('utf8').split(':');
  return { clientId: formDecode(clientId), clientSecret: formDecode(secret.join(':')) };
}

/** Both halves are form-encoded before they are joined. */
function formDecode(text: string): string {
  return new URLSearchParams(`value=${text}`).get('value') ?? '';
}
