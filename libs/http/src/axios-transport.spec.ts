import type { RequestListener } from 'node:http';
import { Readable } from 'node:stream';
import axios, { AxiosError } from 'axios';
import { afterEach, describe, expect, it } from 'vitest';
import { axiosTransport } from './axios-transport.js';
import { loopbackServer } from './loopback-server.js';
import { requestOf } from './scripted-transport.js';
import { UndiciConnections, type UndiciOptions } from './undici.adapter.js';

const cleanUp: (() => Promise<void>)[] = [];

async function transportTo(listener: RequestListener, options: UndiciOptions = {}) {
  const server = await loopbackServer(listener);
  const connections = new UndiciConnections({ closeTimeoutMs: 50, ...options });
  cleanUp.push(
    () => connections.close(),
    () => server.close(),
  );
  return { send: axiosTransport(axios.create({ adapter: connections.adapter })), url: server.url };
}

const failure = (sending: Promise<unknown>) =>
  sending.then(
    () => undefined,
    (error: unknown) => error,
  );

afterEach(async () => {
  for (const each of cleanUp.splice(0)) await each();
});

describe('axiosTransport', () => {
  it('answers with every status, and does not touch the body', async () => {
    for (const status of [200, 304, 404, 429, 503]) {
      const { send, url } = await transportTo((_, response) =>
        response.writeHead(status, { 'X-A': '1' }).end('{"a": 1}'),
      );
      const response = await send(requestOf({ url }));
      expect(response).toMatchObject({
        status,
        headers: { 'x-a': '1' },
        body: status === 304 ? '' : '{"a": 1}',
      });
    }
  });

  it('sends a body as it is', async () => {
    const { send, url } = await transportTo((request, response) => void request.pipe(response));
    const headers = { 'content-type': 'application/json; charset=utf-8' };
    const response = await send(requestOf({ url, method: 'POST', headers, body: '{"title": "Ünter"}' }));
    expect(response.body).toBe('{"title": "Ünter"}');
  });

  it('measures the time of the transport alone', async () => {
    const { send, url } = await transportTo((_, response) => void setTimeout(() => response.end(), 40));
    const { durationMs } = await send(requestOf({ url }));
    expect(durationMs).toBeGreaterThanOrEqual(35);
  });

  it('streams both ways when asked to', async () => {
    const { send, url } = await transportTo((request, response) => void request.pipe(response));
    const body = Readable.from([Buffer.from('a'), Buffer.from('b')]);
    const response = await send(requestOf({ url, method: 'POST', body, stream: true }));
    expect(response.body).toBe('');
    expect(Buffer.concat((await response.stream?.toArray()) ?? []).toString()).toBe('ab');
  });

  it('ends with the reason of the abort, whatever it is', async () => {
    const { send, url } = await transportTo(() => undefined);
    const caller = new AbortController();
    const reason = new Error('shutting down');
    setTimeout(() => caller.abort(reason), 20);
    expect(await failure(send(requestOf({ url, signal: caller.signal })))).toBe(reason);
  });

  it('does not let an error of ours pass for trouble of the far side', async () => {
    const { send } = await transportTo(() => undefined);
    const error = await failure(send(requestOf({ url: 'not a url' })));
    expect(error).toBeInstanceOf(Error);
    expect(error).not.toMatchObject({ name: 'TransportError', outcome: 'not-sent' });
  });
});

describe('axiosTransport without an answer', () => {
  it('says that a refused connection cannot have been seen', async () => {
    const { url, close } = await loopbackServer(() => undefined);
    await close();
    const { send } = await transportTo(() => undefined);
    expect(await failure(send(requestOf({ url })))).toMatchObject({
      code: 'connection-refused',
      outcome: 'not-sent',
    });
  });

  it('says that an unknown host cannot have been seen', async () => {
    const { send } = await transportTo(() => undefined);
    const error = await failure(send(requestOf({ url: 'http://nowhere.invalid/' })));
    expect(error).toMatchObject({ code: 'host-not-found', outcome: 'not-sent' });
  });

  it.each([
    ['connect', 'not-sent'],
    ['write', 'unknown'],
    ['read', 'unknown'],
  ])('knows a host that cannot be reached, and by "%s" that the request was %s', async (syscall, outcome) => {
    const trouble = Object.assign(new Error('no route'), { code: 'EHOSTUNREACH', syscall });
    const send = axiosTransport(
      axios.create({ adapter: () => Promise.reject(AxiosError.from(trouble, trouble.code)) }),
    );
    expect(await failure(send(requestOf()))).toMatchObject({ code: 'host-unreachable', outcome });
  });

  it('names a connection that cannot speak TLS', async () => {
    const { send, url } = await transportTo(() => undefined);
    const error = await failure(send(requestOf({ url: url.replace('http:', 'https:') })));
    expect(error).toMatchObject({ code: 'tls-failed' });
  });

  it.each<[string, RequestListener, UndiciOptions, string]>([
    ['cut before the answer', (request) => request.socket.destroy(), {}, 'connection-reset'],
    [
      'cut within the answer',
      (_, response) => {
        response.writeHead(200, { 'content-length': 9 }).write('half');
        setTimeout(() => response.destroy(), 10);
      },
      {},
      'connection-reset',
    ],
    ['silent', () => undefined, { headersTimeoutMs: 50 }, 'response-timeout'],
    [
      'silent within the answer',
      (_, response) => void response.write('half'),
      { bodyTimeoutMs: 50 },
      'response-timeout',
    ],
  ])(
    'says that nobody knows what became of a request when the far side is %s',
    async (_, listener, options, code) => {
      const { send, url } = await transportTo(listener, options);
      expect(await failure(send(requestOf({ url })))).toMatchObject({ code, outcome: 'unknown' });
    },
  );

  it('keeps the token, the body and the address out of the error', async () => {
    const { send, url } = await transportTo((request) => request.socket.destroy());
    const headers = { authorization: 'Bearer secret' };
    const request = requestOf({ url: `${url}/contacts?name=Mary`, headers, method: 'POST', body: 'Mary' });
    const error = (await failure(send(request))) as Error;
    const cause = error.cause as Error;
    const told = [error, cause].map((each) => JSON.stringify(each, Object.getOwnPropertyNames(each)));
    expect(told.join()).not.toMatch(/secret|Mary/);
  });
});
