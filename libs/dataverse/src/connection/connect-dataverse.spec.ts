import { afterEach, describe, expect, it } from 'vitest';
import { loopbackServer } from '#lib/http/testing';
import { clientCredentials, connectDataverse, type ConnectOptions } from '../index.js';

const cleanUp: (() => Promise<void>)[] = [];

/** A server that is Entra ID and Dataverse at once, and a client of both. */
async function connected(options: Partial<ConnectOptions> = {}) {
  const seen: { url: string; authorization: string }[] = [];
  const server = await loopbackServer(({ url = '', headers }, response) => {
    seen.push({ url, authorization: headers.authorization ?? '' });
    response.end('{"access_token":"abc","expires_in":3599,"UserId":"u"}');
  });
  cleanUp.push(server.close);
  const tokens = clientCredentials({
    authorityUrl: server.url,
    tenantId: 'tenant',
    clientId: 'client',
    clientSecret: 'secret',
    scope: `${server.url}/.default`,
  });
  const dataverse = connectDataverse({ url: server.url, tokens, retry: { maxAttempts: 1 }, ...options });
  cleanUp.unshift(dataverse.close);
  return { dataverse, seen };
}

afterEach(async () => {
  for (const each of cleanUp.splice(0)) await each();
});

describe('connectDataverse', () => {
  it('gives a client that signs its calls, and its health', async () => {
    const { dataverse, seen } = await connected();
    expect(await dataverse.client.whoAmI()).toMatchObject({ userId: 'u' });
    expect(seen).toEqual([
      { url: '/tenant/oauth2/v2.0/token', authorization: '' },
      { url: '/api/data/v9.2/WhoAmI', authorization: 'Bearer abc' },
    ]);
    expect(dataverse.connection.health()).toMatchObject({
      circuit: { state: 'closed' },
      budget: { used: { requests: 1 } },
    });
  });

  it.each(['x', '', 'ftp://contoso.example', 'contoso.crm4.dynamics.com'])(
    'refuses what is no address of an environment: %j',
    async (url) => {
      await expect(connected({ url })).rejects.toThrow('such as https://contoso.crm4.dynamics.com');
    },
  );

  it('refuses an option that there is not', async () => {
    await expect(connected({ attemptTimeOutMs: 5 } as object)).rejects.toThrow(
      'attemptTimeOutMs is no option of connectDataverse, which are url, tokens, ',
    );
  });

  it('sends nothing before the first call', async () => {
    const { seen } = await connected();
    expect(seen).toEqual([]);
  });

  it('sends nothing once it is closed', async () => {
    const { dataverse, seen } = await connected();
    await dataverse.close();
    await expect(dataverse.client.whoAmI()).rejects.toMatchObject({ code: 'aborted' });
    expect(seen.map(({ url }) => url)).not.toContain('/api/data/v9.2/WhoAmI');
  });
});
