import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SignJWT, exportJWK, generateKeyPair, type CryptoKey, type JWTPayload } from 'jose';

/** An issuer of v2 access tokens for specs: a real HTTP server with OpenID discovery and a key of its own. */
export interface TestIssuer {
  authority: string;
  tenantId: string;
  audience: string;
  /** How often the keys were asked for. */
  keyRequests(): number;
  /** A token of the client, valid for five minutes unless `claims` says otherwise. */
  token(clientId: string, roles: string[], claims?: JWTPayload): Promise<string>;
  /** The same from a key that the issuer does not publish. */
  forgedToken(clientId: string, roles: string[]): Promise<string>;
  close(): Promise<void>;
}

/** Starts an issuer on a free port of the loopback interface. */
export async function startTestIssuer(): Promise<TestIssuer> {
  const [own, foreign] = await Promise.all([generateKeyPair('RS256'), generateKeyPair('RS256')]);
  const tenantId = '7a3d9d5e-1111-4222-8333-000000000001';
  const audience = '7a3d9d5e-1111-4222-8333-000000000002';
  const jwk = { ...(await exportJWK(own.publicKey)), kid: 'own', alg: 'RS256', use: 'sig' };
  const issuer = `https://login.microsoftonline.com/${tenantId}/v2.0`;
  let keyRequests = 0;
  const server = createServer((request, response) => {
    const keys = request.url?.endsWith('/keys');
    if (keys) keyRequests += 1;
    response.setHeader('Content-Type', 'application/json');
    response.end(
      JSON.stringify(keys ? { keys: [jwk] } : { issuer, jwks_uri: `${authorityOf(server)}/keys` }),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const sign = (key: CryptoKey, clientId: string, roles: string[], claims: JWTPayload = {}) =>
    new SignJWT({
      azp: clientId,
      roles,
      ver: '2.0',
      iss: issuer,
      aud: audience,
      exp: inSeconds(300),
      ...claims,
    })
      .setProtectedHeader({ alg: 'RS256', kid: 'own' })
      .sign(key);
  return {
    authority: authorityOf(server),
    tenantId,
    audience,
    keyRequests: () => keyRequests,
    token: (clientId, roles, claims) => sign(own.privateKey, clientId, roles, claims),
    forgedToken: (clientId, roles) => sign(foreign.privateKey, clientId, roles),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const authorityOf = (server: Server): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
const inSeconds = (seconds: number): number => Math.floor(Date.now() / 1000) + seconds;
