import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { loopbackServer } from '#lib/http/testing';
import { ManualClock } from '#lib/resilience/testing';
import { clientCredentials, type ClientCredentialsOptions } from './client-credentials.js';

const cleanUp: (() => Promise<void>)[] = [];

type Answer = { status?: number; headers?: Record<string, string>; body: unknown };

/** An Entra that answers in turn, the last answer again and again, and counts. */
async function entra(...answers: Answer[]) {
  const posts: { url: string | undefined; form: Record<string, string> }[] = [];
  const server = await loopbackServer(async (request, response) => {
    const form = new URLSearchParams(Buffer.concat(await request.toArray()).toString());
    posts.push({ url: request.url, form: Object.fromEntries(form) });
    const { status = 200, headers, body } = answers[Math.min(posts.length, answers.length) - 1] as Answer;
    response.writeHead(status, headers).end(typeof body === 'string' ? body : JSON.stringify(body));
  });
  cleanUp.push(() => server.close());
  return { posts, url: server.url };
}

const token = (value: string, lifeS = 3_600): Answer => ({
  body: { token_type: 'Bearer', expires_in: lifeS, access_token: value },
});

const secret = 'not-for-logs';

async function source(answers: Answer[], options: Partial<ClientCredentialsOptions> = {}) {
  const clock = new ManualClock();
  const { posts, url } = await entra(...answers);
  const tokens = clientCredentials({
    authorityUrl: `${url}/`,
    tenantId: 'contoso',
    clientId: 'intake',
    clientSecret: secret,
    scope: 'https://contoso.crm4.dynamics.com/.default',
    clock,
    ...options,
  });
  return { tokens, clock, posts };
}

afterEach(async () => {
  for (const each of cleanUp.splice(0)) await each();
});

describe('clientCredentials', () => {
  it('asks the v2 endpoint of its tenant', async () => {
    const { tokens, posts } = await source([token('one')]);
    expect(await tokens.getToken()).toBe('one');
    expect(posts).toEqual([
      {
        url: '/contoso/oauth2/v2.0/token',
        form: {
          grant_type: 'client_credentials',
          client_id: 'intake',
          client_secret: secret,
          scope: 'https://contoso.crm4.dynamics.com/.default',
        },
      },
    ]);
  });

  it('asks once for many who want a token at the same time, and later', async () => {
    const { tokens, posts } = await source([token('one')]);
    const all = await Promise.all(Array.from({ length: 20 }, () => tokens.getToken()));
    expect([new Set(all), await tokens.getToken(), posts.length]).toEqual([new Set(['one']), 'one', 1]);
  });

  it('replaces a token in the background before it ends, and nobody waits', async () => {
    const { tokens, clock } = await source([token('one'), token('two')]);
    await tokens.getToken();
    await clock.advance(3_300_000);
    expect(await tokens.getToken()).toBe('one');
    await sleep(50);
    expect(await tokens.getToken()).toBe('two');
  });

  it('serves a token in its last stretch even when no new one comes', async () => {
    const { tokens, clock } = await source([token('one'), { status: 503, body: '<html>' }]);
    await tokens.getToken();
    await clock.advance(3_400_000);
    expect(await tokens.getToken()).toBe('one');
    await sleep(50);
    expect(await tokens.getToken()).toBe('one');
  });

  it('never serves a token that has ended', async () => {
    const { tokens, clock } = await source([token('one'), token('two')]);
    await tokens.getToken();
    await clock.advance(3_590_000);
    expect(await tokens.getToken()).toBe('two');
  });

  it('uses most of the life of a short token', async () => {
    const { tokens, clock, posts } = await source([token('one', 10), token('two', 10)]);
    await tokens.getToken();
    await clock.advance(7_000);
    await tokens.getToken();
    expect(posts).toHaveLength(1);
    await clock.advance(2_500);
    expect(await tokens.getToken()).toBe('two');
  });

  it('renews a token that was refused', async () => {
    const { tokens, clock } = await source([token('one'), token('two')]);
    await tokens.getToken();
    await clock.advance(60_000);
    expect(await tokens.getToken({ renew: true })).toBe('two');
  });

  it('does not renew a brand-new token: many calls that met the same 401 fetch one', async () => {
    const { tokens, clock, posts } = await source([token('one'), token('two'), token('three')]);
    await tokens.getToken();
    await clock.advance(60_000);
    await tokens.getToken({ renew: true });
    expect([await tokens.getToken({ renew: true }), posts.length]).toEqual(['two', 2]);
  });
});

describe('clientCredentials without a token', () => {
  it("names Entra's code when it refuses, and neither the secret nor Entra's text", async () => {
    const description = `AADSTS7000215: Invalid client secret provided: ${secret}. Trace ID: 1`;
    const body = { error: 'invalid_client', error_description: description, error_codes: [7000215] };
    const { tokens } = await source([{ status: 401, body }]);
    const error = (await tokens.getToken().catch((refusal: unknown) => refusal)) as Error;
    expect(error).toMatchObject({ code: 'token-refused', aadsts: 'AADSTS7000215', status: 401 });
    expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toMatch(/not-for-logs|Trace/);
  });

  it('takes a 5xx, a 429 and no answer for passing trouble', async () => {
    const throttled = { status: 429, headers: { 'retry-after': '3' }, body: '' };
    const [busy, limited] = [await source([{ status: 503, body: '<html>' }]), await source([throttled])];
    await expect(busy.tokens.getToken()).rejects.toMatchObject({ code: 'token-unavailable', status: 503 });
    await expect(limited.tokens.getToken()).rejects.toMatchObject({ retryAfterMs: 3_000 });
    const gone = await source([], { authorityUrl: 'http://127.0.0.1:9' });
    await expect(gone.tokens.getToken()).rejects.toMatchObject({
      code: 'token-unavailable',
      status: undefined,
    });
  });

  it('takes a success without a token for passing trouble', async () => {
    for (const body of ['<html>portal</html>', { access_token: 'one' }, { expires_in: 3_600 }]) {
      const { tokens } = await source([{ body }]);
      await expect(tokens.getToken()).rejects.toMatchObject({ code: 'token-unavailable' });
    }
  });

  it('tries again for the next who asks', async () => {
    const { tokens } = await source([{ status: 503, body: '' }, token('one')]);
    await tokens.getToken().catch(() => undefined);
    expect(await tokens.getToken()).toBe('one');
  });

  it('asks for nothing when the caller has left already, also when its token was refused', async () => {
    const { tokens, clock, posts } = await source([token('one'), { status: 503, body: '<html>' }]);
    const reason = new Error('left');
    const signal = AbortSignal.abort(reason);
    await expect(tokens.getToken({ signal })).rejects.toBe(reason);
    await tokens.getToken();
    await clock.advance(60_000);
    await expect(tokens.getToken({ signal, renew: true })).rejects.toBe(reason);
    await sleep(50);
    expect(posts).toHaveLength(1);
  });

  it('leaves no rejection unhandled when Entra fails after the only caller has left', async () => {
    const unhandled: unknown[] = [];
    const note = (reason: unknown) => void unhandled.push(reason);
    process.on('unhandledRejection', note);
    const { tokens, posts } = await source([{ status: 503, body: '<html>' }]);
    const caller = new AbortController();
    const leaving = tokens.getToken({ signal: caller.signal });
    caller.abort();
    await expect(leaving).rejects.toMatchObject({ code: 'aborted' });
    await expect.poll(() => posts.length).toBe(1);
    await sleep(50);
    process.off('unhandledRejection', note);
    expect(unhandled).toEqual([]);
  });

  it('lets one caller leave while the others wait on', async () => {
    const { tokens, posts } = await source([token('one')]);
    const caller = new AbortController();
    const reason = new Error('left');
    const leaving = tokens.getToken({ signal: caller.signal });
    const staying = tokens.getToken();
    caller.abort(reason);
    await expect(leaving).rejects.toBe(reason);
    expect([await staying, posts.length]).toEqual(['one', 1]);
  });
});
