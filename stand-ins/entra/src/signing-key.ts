import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import {
  calculateJwkThumbprint,
  exportJWK,
  generateKeyPair,
  importJWK,
  SignJWT,
  type CryptoKey,
  type JWK,
  type JWTPayload,
} from 'jose';
import { StandInError } from '../../control/src/index.js';

/** The RS256 key of one run; with a key file, of every run that uses the file. */
export class SigningKey {
  private constructor(
    private readonly key: CryptoKey,
    readonly kid: string,
    /** The public half, as `/discovery/v2.0/keys` shows it. */
    readonly publicJwk: JWK,
  ) {}

  static async open(keyFile?: string): Promise<SigningKey> {
    const jwk = keyFile && existsSync(keyFile) ? readKey(keyFile) : await newKey(keyFile);
    const key = await importJWK(jwk, 'RS256');
    if (key instanceof Uint8Array) throw new StandInError(`${keyFile} holds no RSA key`);
    const kid = await calculateJwkThumbprint(jwk);
    const { kty, n, e } = jwk;
    if (!kty || !n || !e) throw new StandInError(`${keyFile} holds no RSA key`);
    return new SigningKey(key, kid, { kty, n, e, kid, x5t: kid, use: 'sig', alg: 'RS256' });
  }

  /** Signs a token that is valid from now; `now` in milliseconds since 1970. */
  sign(claims: JWTPayload, now: number, lifetimeSeconds: number): Promise<string> {
    const seconds = Math.floor(now / 1000);
    return new SignJWT(claims)
      .setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid: this.kid })
      .setIssuedAt(seconds)
      .setNotBefore(seconds)
      .setExpirationTime(seconds + lifetimeSeconds)
      .sign(this.key);
  }
}

function readKey(keyFile: string): JWK {
  try {
    return JSON.parse(readFileSync(keyFile, 'utf8')) as JWK;
  } catch (cause) {
    throw new StandInError(`The key in ${keyFile} cannot be read`, { cause });
  }
}

async function newKey(keyFile: string | undefined): Promise<JWK> {
  const { privateKey } = await generateKeyPair('RS256', { extractable: true });
  const jwk = await exportJWK(privateKey);
  if (keyFile) {
    mkdirSync(dirname(keyFile), { recursive: true });
    writeFileSync(keyFile, JSON.stringify(jwk), { mode: 0o600 });
  }
  return jwk;
}
