import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';

export interface TokenWishes {
  aud?: string;
  appid?: string;
  iss?: string;
  /** Seconds from now; negative for a token that has expired. */
  lifetime?: number;
  /** Signed by somebody else's key. */
  forged?: boolean;
}

export interface TestIssuer {
  jwksUri: string;
  tenantId: string;
  sign(wishes: TokenWishes): Promise<string>;
  close(): Promise<void>;
}

const TENANT = '7e1a0000-0000-4000-8000-000000000001';
const keyPairs = Promise.all([generateKeyPair('RS256'), generateKeyPair('RS256')]);

/** Signs tokens in Entra's v1 form and shows its key, as little of Entra ID as the Dataverse stand-in needs. */
export async function startIssuer(): Promise<TestIssuer> {
  const [own, foreign] = await keyPairs;
  const keys = [{ ...(await exportJWK(own.publicKey)), kid: 'test', use: 'sig', alg: 'RS256' }];
  const server = createServer((_, response) => response.end(JSON.stringify({ keys })));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    jwksUri: `http://127.0.0.1:${(server.address() as AddressInfo).port}/keys`,
    tenantId: TENANT,
    sign: ({ aud, appid, iss = `https://sts.windows.net/${TENANT}/`, lifetime = 3599, forged = false }) =>
      new SignJWT({ ...(appid && { appid }), ver: '1.0' })
        .setProtectedHeader({ alg: 'RS256', kid: 'test' })
        .setIssuer(iss)
        .setAudience(aud ?? 'nobody')
        .setExpirationTime(Math.floor(Date.now() / 1000) + lifetime)
        .sign(forged ? foreign.privateKey : own.privateKey),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
