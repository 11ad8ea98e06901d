import { createPublicKey } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRemoteJWKSet, decodeJwt, decodeProtectedHeader, jwtVerify } from 'jose';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { RunningStandIn } from '../../control/src/index.js';
import { entraDefaults, startEntraStandIn } from './index.js';

const { tenantId, apis, clients } = entraDefaults;
const intake = apis['causeway-intake'];
const ORGANIZATION = 'https://causeway.crm4.dynamics.com';

interface Answer {
  status: number;
  headers: Headers;
  json: Record<string, unknown>;
}

const read = async (response: Response): Promise<Answer> => ({
  status: response.status,
  headers: response.headers,
  json: (await response.json()) as Record<string, unknown>,
});

describe('the stand-in for Entra ID', () => {
  let entra: RunningStandIn;
  beforeAll(async () => void (entra = await startEntraStandIn()));
  afterEach(() => fetch(`${entra.url}/_control/reset`, { method: 'POST' }));
  afterAll(() => entra.close());

  const form = (wishes: Record<string, string | undefined> = {}): Record<string, string> => {
    const all = {
      grant_type: 'client_credentials',
      client_id: clients.website.applicationId,
      client_secret: clients.website.secret,
      scope: 'api://causeway-intake/.default',
      ...wishes,
    };
    return Object.fromEntries(
      Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== undefined),
    );
  };
  const ask = async (
    wishes: Record<string, string | undefined> = {},
    headers: Record<string, string> = {},
    tenant = tenantId as string,
  ) =>
    read(
      await fetch(`${entra.url}/${tenant}/oauth2/v2.0/token`, {
        method: 'POST',
        headers,
        body: new URLSearchParams(form(wishes)),
      }),
    );
  const claims = async (wishes: Record<string, string | undefined> = {}) =>
    decodeJwt(String((await ask(wishes)).json['access_token']));
  const as = (name: keyof typeof clients) => ({
    client_id: clients[name].applicationId,
    client_secret: clients[name].secret,
  });

  /** learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow, "Successful response". */
  it('gives a bearer token for 3,599 seconds', async () => {
    const { status, json, headers } = await ask();
    expect(status).toBe(200);
    expect(json).toMatchObject({ token_type: 'Bearer', expires_in: 3599, ext_expires_in: 3599 });
    expect(headers.get('cache-control')).toContain('no-store');
    const { iat = 0, exp = 0 } = decodeJwt(String(json['access_token']));
    expect(exp - iat).toBe(3599);
  });

  /** learn.microsoft.com/entra/identity-platform/access-token-claims-reference. */
  it('puts the v2 form into tokens for our own APIs', async () => {
    const token = await claims();
    expect(token).toMatchObject({
      ver: '2.0',
      iss: `https://login.microsoftonline.com/${tenantId}/v2.0`,
      aud: intake.applicationId,
      azp: clients.website.applicationId,
      oid: clients.website.objectId,
      tid: tenantId,
      roles: ['Cases.Submit', 'Cases.Read'],
    });
    expect(token).not.toHaveProperty('appid');
  });

  it.each([ORGANIZATION, 'http://127.0.0.1:9010', 'http://dataverse:9010', 'https://graph.microsoft.com'])(
    'puts the v1 form into tokens for %s',
    async (resource) => {
      const token = await claims({ ...as('website-intake'), scope: `${resource}/.default` });
      expect(token).toMatchObject({
        ver: '1.0',
        iss: `https://sts.windows.net/${tenantId}/`,
        aud: resource,
        appid: clients['website-intake'].applicationId,
        sub: clients['website-intake'].objectId,
      });
      expect(token).not.toHaveProperty('azp');
    },
  );

  it.each([`api://${intake.applicationId}`, intake.applicationId, intake.applicationId.toUpperCase()])(
    'knows an API as %s, too',
    async (name) => {
      expect((await claims({ scope: `${name}/.default` })).aud).toBe(intake.applicationId);
    },
  );

  it('lists the roles that a client was granted for that API, and leaves the claim out when there are none', async () => {
    expect((await claims(as('reader-only')))['roles']).toEqual(['Cases.Read']);
    expect(await claims(as('no-roles'))).not.toHaveProperty('roles');
    expect((await claims({ scope: 'api://causeway-documents/.default' }))['roles']).toEqual([
      'Documents.Read',
    ]);
  });

  it('takes the client from HTTP Basic, each half form-encoded', async () => {
    const { applicationId, secret } = clients.partner;
    const basic = Buffer.from(`${applicationId}:${secret.replace('-', '%2D')}`).toString('base64');
    const { status, json } = await ask(
      { client_id: undefined, client_secret: undefined },
      { Authorization: `Basic ${basic}` },
    );
    expect(status).toBe(200);
    expect(decodeJwt(String(json['access_token']))['azp']).toBe(applicationId);
  });

  /** learn.microsoft.com/entra/identity-platform/v2-protocols-oidc. */
  it('describes itself: the issuer is Microsoft’s, the doors are its own', async () => {
    const { json } = await read(
      await fetch(`${entra.url}/${tenantId}/v2.0/.well-known/openid-configuration`),
    );
    expect(json).toMatchObject({
      issuer: `https://login.microsoftonline.com/${tenantId}/v2.0`,
      token_endpoint: `${entra.url}/${tenantId}/oauth2/v2.0/token`,
      jwks_uri: `${entra.url}/${tenantId}/discovery/v2.0/keys`,
    });
    const keys = createRemoteJWKSet(new URL(String(json['jwks_uri'])));
    const token = String((await ask()).json['access_token']);
    const { payload } = await jwtVerify(token, keys, {
      issuer: String(json['issuer']),
      audience: intake.applicationId,
    });
    expect(payload['azp']).toBe(clients.website.applicationId);
  });

  it('shows the public half of an RSA key whose id is its thumbprint, and nothing of the private half', async () => {
    const { json } = await read(await fetch(`${entra.url}/${tenantId}/discovery/v2.0/keys`));
    const [key] = json['keys'] as Record<string, string>[];
    expect(key).toMatchObject({ kty: 'RSA', use: 'sig', alg: 'RS256' });
    expect(Object.keys(key ?? {})).not.toContain('d');
    expect(createPublicKey({ key: key ?? {}, format: 'jwk' }).asymmetricKeyType).toBe('rsa');
    const { kid } = decodeProtectedHeader(String((await ask()).json['access_token']));
    expect(kid).toBe(key?.['kid']);
  });

  /** learn.microsoft.com/entra/identity-platform/reference-error-codes. */
  it.each([
    ['a wrong secret', { client_secret: 'wrong' }, 401, 'invalid_client', 7000215],
    ['no secret', { client_secret: undefined }, 401, 'invalid_client', 7000218],
    [
      'an unknown application',
      { client_id: '11111111-1111-4111-8111-111111111111' },
      400,
      'unauthorized_client',
      700016,
    ],
    ['no client', { client_id: undefined }, 400, 'invalid_request', 900144],
    ['no grant type', { grant_type: undefined }, 400, 'invalid_request', 900144],
    ['another grant type', { grant_type: 'password' }, 400, 'unsupported_grant_type', 70003],
    ['no scope', { scope: undefined }, 400, 'invalid_request', 900144],
    [
      'a scope without /.default',
      { scope: 'https://graph.microsoft.com/Mail.Read' },
      400,
      'invalid_scope',
      1002012,
    ],
    ['several scopes', { scope: 'a/.default b/.default' }, 400, 'invalid_scope', 70011],
    ['an unknown API', { scope: 'api://nobody/.default' }, 400, 'invalid_resource', 500011],
    ['an unknown URL', { scope: 'https://unknown.example/.default' }, 400, 'invalid_resource', 500011],
  ])('refuses %s as Entra ID does', async (_, wishes, status, error, code) => {
    const answer = await ask(wishes);
    expect([answer.status, answer.json['error'], answer.json['error_codes']]).toEqual([
      status,
      error,
      [code],
    ]);
    expect(answer.json['error_description']).toMatch(
      new RegExp(
        `^AADSTS${code}: .+ Trace ID: [0-9a-f-]{36} Correlation ID: [0-9a-f-]{36} Timestamp: \\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\dZ$`,
      ),
    );
    expect(answer.json['error_uri']).toBe(`https://login.microsoftonline.com/error?code=${code}`);
  });

  it('refuses another tenant on every door', async () => {
    const other = '11111111-1111-4111-8111-111111111111';
    const answers = [
      await ask({}, {}, other),
      await read(await fetch(`${entra.url}/${other}/v2.0/.well-known/openid-configuration`)),
      await read(await fetch(`${entra.url}/${other}/discovery/v2.0/keys`)),
    ];
    for (const { status, json } of answers) expect([status, json['error_codes']]).toEqual([400, [90002]]);
  });

  it('never repeats a secret', async () => {
    const { json } = await ask({ client_secret: 'hunter2-hunter2' });
    expect(JSON.stringify(json)).not.toContain('hunter2');
  });

  const control = async (route: string, body?: unknown) =>
    read(
      await fetch(
        `${entra.url}/_control/${route}`,
        body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) },
      ),
    );

  it('counts what it gave and what it refused', async () => {
    await ask();
    await ask(as('partner'));
    await ask({ client_secret: 'wrong' });
    expect((await control('stats')).json).toMatchObject({
      issued: 2,
      refused: 1,
      issuedByClient: { website: 1, partner: 1 },
      refusedByCode: { AADSTS7000215: 1 },
    });
  });

  it('can be down and slow, and its control door stays open', async () => {
    await control('faults', { down: { count: 1 } });
    await expect(ask()).rejects.toThrow();
    expect((await ask()).status).toBe(200);
    await control('faults', { slow: { ms: 120 } });
    const began = performance.now();
    await ask();
    expect(performance.now() - began).toBeGreaterThanOrEqual(115);
    expect((await control('faults', { dropAfterCommit: true })).status).toBe(400);
  });

  it('takes what its README shows at the control door', async () => {
    const readme = readFileSync(join(import.meta.dirname, '..', 'README.md'), 'utf8');
    const examples = [...readme.matchAll(/^POST \/_control\/(\S+) (.+)$/gm)];
    expect(examples).toHaveLength(5);
    for (const [line, route = '', body = ''] of examples) {
      expect([line, (await control(route, JSON.parse(body) as unknown)).status]).toEqual([line, 200]);
    }
  });

  it('dates its tokens by its own clock', async () => {
    await control('clock', { advanceSeconds: 7_200 });
    expect((await claims()).iat ?? 0).toBeGreaterThan(Date.now() / 1000 + 7_000);
  });
});

describe('its options', () => {
  const token = async (url: string, scope = 'api://causeway-intake/.default') => {
    const { applicationId, secret } = clients.website;
    const body = { grant_type: 'client_credentials', client_id: applicationId, client_secret: secret, scope };
    const response = await fetch(`${url}/${tenantId}/oauth2/v2.0/token`, {
      method: 'POST',
      body: new URLSearchParams(body),
    });
    return {
      status: response.status,
      json: (await response.json()) as { access_token: string; expires_in: number },
    };
  };

  it('make tokens short-lived', async () => {
    const entra = await startEntraStandIn({ tokenLifetimeSeconds: 2 });
    const { json } = await token(entra.url);
    const { iat = 0, exp = 0 } = decodeJwt(json.access_token);
    expect([json.expires_in, exp - iat]).toEqual([2, 2]);
    await entra.close();
  });

  it('keep the key from one run to the next, in a file for its owner only', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'entra-'));
    const keyFile = join(directory, 'deep', 'key.json');
    const kids: unknown[] = [];
    for (let run = 0; run < 2; run += 1) {
      const entra = await startEntraStandIn({ keyFile });
      kids.push(decodeProtectedHeader((await token(entra.url)).json.access_token).kid);
      await entra.close();
    }
    expect(kids[0]).toBe(kids[1]);
    expect(statSync(keyFile).mode & 0o777).toBe(0o600);
    writeFileSync(keyFile, 'no key');
    await expect(startEntraStandIn({ keyFile })).rejects.toThrow(/The key in .* cannot be read/);
    rmSync(directory, { recursive: true });
  });

  it('name further organisations, and a URL that others reach it by', async () => {
    const entra = await startEntraStandIn({
      organizationUrls: ['https://crm.example.org'],
      publicUrl: 'http://entra:9030',
    });
    expect(entra.url).toBe('http://entra:9030');
    await entra.close();
    const other = await startEntraStandIn({ organizationUrls: ['https://crm.example.org'] });
    expect((await token(other.url, 'https://crm.example.org/.default')).status).toBe(200);
    expect((await token(other.url, 'https://crm.example.com/.default')).status).toBe(400);
    await other.close();
  });
});
