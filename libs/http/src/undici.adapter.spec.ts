import type { IncomingMessage, RequestListener } from 'node:http';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { HttpService } from '@nestjs/axios';
import axios, { type AxiosInstance } from 'axios';
import { afterEach, describe, expect, it } from 'vitest';
import { loopbackServer } from './loopback-server.js';
import { UndiciConnections, type UndiciOptions } from './undici.adapter.js';

const cleanUp: (() => Promise<void>)[] = [];

async function clientOf(listener: RequestListener, options: UndiciOptions = {}) {
  const server = await loopbackServer(listener);
  const connections = new UndiciConnections({ closeTimeoutMs: 50, ...options });
  cleanUp.push(
    () => connections.close(),
    () => server.close(),
  );
  const client: AxiosInstance = axios.create({ adapter: connections.adapter, baseURL: server.url });
  return { client, url: server.url, connections };
}

const bodyOf = async (request: IncomingMessage): Promise<Buffer> => Buffer.concat(await request.toArray());

/** What a caller sees of a failure. */
const failure = (sending: Promise<unknown>) =>
  sending.then(
    () => undefined,
    (error: unknown) => error,
  );

const megabyte = Buffer.alloc(2 ** 20, 'x');

async function* megabytes(count: number) {
  for (let n = 0; n < count; n += 1) yield megabyte;
}

afterEach(async () => {
  for (const each of cleanUp.splice(0)) await each();
});

describe('UndiciConnections as the adapter of axios', () => {
  it('sends method, path, query, headers and body, and answers with status, headers and body', async () => {
    const seen: unknown[] = [];
    const { client } = await clientOf(async (request, response) => {
      const { method, url, headers } = request;
      seen.push(method, url, headers['x-a'], headers['content-type'], String(await bodyOf(request)));
      response.writeHead(201, { 'x-b': ['1', '2'], 'set-cookie': ['c=1', 'd=2'] }).end('{"ü":1}');
    });
    const response = await client.post(
      '/cases?a=1',
      { name: 'Ü' },
      { params: { b: "O'Brien" }, headers: { 'x-a': 'y' } },
    );
    expect(seen).toEqual(['POST', '/cases?a=1&b=O%27Brien', 'y', 'application/json', '{"name":"Ü"}']);
    expect([response.status, response.headers['x-b'], response.data]).toEqual([201, '1, 2', { ü: 1 }]);
    expect(response.headers['set-cookie']).toEqual(['c=1', 'd=2']);
  });

  it('gives a request without a body no content type', async () => {
    const { client } = await clientOf((request, response) =>
      response.end(request.headers['content-type'] ?? 'none'),
    );
    expect((await client.post('/')).data).toBe('none');
  });

  it('rejects by validateStatus, with the answer in the error', async () => {
    const { client } = await clientOf((_, response) => response.writeHead(404).end('nothing here'));
    expect(await failure(client.get('/'))).toMatchObject({
      code: 'ERR_BAD_REQUEST',
      response: { status: 404, data: 'nothing here' },
    });
    expect((await client.get('/', { validateStatus: () => true })).status).toBe(404);
  });

  it('follows no redirect', async () => {
    const { client } = await clientOf((_, response) =>
      response.writeHead(302, { location: 'http://a.test/' }).end(),
    );
    expect(await failure(client.get('/'))).toMatchObject({ response: { status: 302 } });
  });

  it('answers with bytes when asked for them', async () => {
    const { client } = await clientOf((_, response) => response.end(Buffer.from([0, 255])));
    expect((await client.get('/', { responseType: 'arraybuffer' })).data).toEqual(Buffer.from([0, 255]));
  });

  it('does not read an answer larger than allowed', async () => {
    const { client } = await clientOf((_, response) => response.end(megabyte));
    expect(await failure(client.get('/', { maxContentLength: 1_000 }))).toMatchObject({
      code: 'ERR_BODY_TOO_LARGE',
    });
  });

  it('runs interceptors', async () => {
    const { client } = await clientOf((request, response) => response.end(request.headers['x-a']));
    client.interceptors.request.use((config) => {
      config.headers.set('x-a', 'intercepted');
      return config;
    });
    expect((await client.get('/')).data).toBe('intercepted');
  });
});

describe('UndiciConnections and trouble', () => {
  it('tells a refused connection', async () => {
    const { url, close } = await loopbackServer(() => undefined);
    await close();
    const { client } = await clientOf(() => undefined);
    expect(await failure(client.get(url))).toMatchObject({ code: 'ECONNREFUSED', isAxiosError: true });
  });

  it('ends a wait for headers', async () => {
    const { client } = await clientOf(() => undefined, { headersTimeoutMs: 50 });
    expect(await failure(client.get('/'))).toMatchObject({ code: 'UND_ERR_HEADERS_TIMEOUT' });
  });

  it('ends a silence within a body', async () => {
    const { client } = await clientOf((_, response) => response.write('half'), { bodyTimeoutMs: 50 });
    expect(await failure(client.get('/'))).toMatchObject({ code: 'UND_ERR_BODY_TIMEOUT' });
  });

  it('tells a connection that was cut within a body', async () => {
    const { client } = await clientOf((_, response) => {
      response.writeHead(200, { 'content-length': 100 }).write('half');
      setTimeout(() => response.destroy(), 10);
    });
    expect(await failure(client.get('/'))).toMatchObject({
      code: expect.stringMatching(/UND_ERR_SOCKET|ECONNRESET/),
    });
  });

  it('tells a connection that was cut before the answer', async () => {
    const { client } = await clientOf((request) => request.socket.destroy());
    expect(await failure(client.get('/'))).toMatchObject({
      code: expect.stringMatching(/UND_ERR_SOCKET|ECONNRESET/),
    });
  });

  it('honours the timeout of axios, for the body, too', async () => {
    const { client } = await clientOf((_, response) => response.write('half'));
    expect(await failure(client.get('/', { timeout: 50 }))).toMatchObject({ code: 'ECONNABORTED' });
  });
});

describe('UndiciConnections and a caller that leaves', () => {
  /** A server that never answers, and tells when a request came and when its connection was gone. */
  async function silent() {
    let tellArrived: () => void = () => undefined;
    let tellGone: () => void = () => undefined;
    const arrived = new Promise<void>((resolve) => (tellArrived = resolve));
    const gone = new Promise<void>((resolve) => (tellGone = resolve));
    const { client } = await clientOf(({ socket }) => {
      socket.once('close', tellGone);
      tellArrived();
    });
    return { client, arrived, gone };
  }

  it('cancels by signal, and the server notices', async () => {
    const { client, arrived, gone } = await silent();
    const caller = new AbortController();
    const sending = failure(client.get('/', { signal: caller.signal }));
    await arrived;
    caller.abort();
    expect(await sending).toMatchObject({ code: 'ERR_CANCELED' });
    await gone;
  });

  it('cancels by the older token, which HttpService uses when its subscriber leaves', async () => {
    const { client, arrived, gone } = await silent();
    const subscription = new HttpService(client).get('/').subscribe();
    await arrived;
    subscription.unsubscribe();
    await gone;
  });

  it('sends nothing when it was cancelled before', async () => {
    let requests = 0;
    const { client } = await clientOf(() => (requests += 1));
    expect(await failure(client.get('/', { signal: AbortSignal.abort() }))).toMatchObject({
      code: 'ERR_CANCELED',
    });
    expect(requests).toBe(0);
  });

  it('stops an upload in the middle, and closes its source', async () => {
    const caller = new AbortController();
    const { client } = await clientOf((request) => request.once('data', () => caller.abort()));
    const source = Readable.from(megabytes(1_000));
    expect(await failure(client.post('/', source, { signal: caller.signal }))).toMatchObject({
      code: 'ERR_CANCELED',
    });
    expect(source.destroyed).toBe(true);
  });

  it('stops a download in the middle', async () => {
    const caller = new AbortController();
    const { client } = await clientOf((_, response) => response.write('half'));
    const { data } = await client.get<Readable>('/', { responseType: 'stream', signal: caller.signal });
    const reading = failure(data.toArray());
    caller.abort();
    expect(await reading).toMatchObject({ code: 'ERR_CANCELED' });
  });
});

describe('UndiciConnections and streams', () => {
  it('sends and receives more than fits in any buffer, without holding it', async () => {
    const { client } = await clientOf((request, response) => void request.pipe(response));
    const response = await client.post<Readable>('/', Readable.from(megabytes(64)), {
      responseType: 'stream',
    });
    let size = 0;
    for await (const chunk of response.data as AsyncIterable<Buffer>) size += chunk.length;
    expect(size).toBe(64 * megabyte.length);
  });

  it('bears an answer that is destroyed before anybody reads it', async () => {
    const { client } = await clientOf((_, response) => response.end('a short page'));
    const { data } = await client.get<Readable>('/', { responseType: 'stream' });
    // Once all of it has come: until then, undici itself listens.
    await sleep(20);
    data.destroy();
    // Node would throw the error meanwhile, were nobody listening.
    await sleep(20);
    expect(data.errored).toMatchObject({ code: 'UND_ERR_ABORTED' });
  });

  it('fails with the source of an upload', async () => {
    const { client } = await clientOf(async (request, response) => {
      await bodyOf(request).catch(() => undefined);
      response.end();
    });
    const broken = Readable.from(
      (async function* () {
        yield megabyte;
        throw new Error('the disk is gone');
      })(),
    );
    expect(await failure(client.post('/', broken))).toMatchObject({ message: 'the disk is gone' });
  });
});

describe('UndiciConnections, closing', () => {
  it('lets a call in flight end', async () => {
    const { client, connections } = await clientOf(
      (_, response) => void setTimeout(() => response.end('done'), 20),
      {
        closeTimeoutMs: 5_000,
      },
    );
    const sending = client.get('/');
    await sleep(5);
    await connections.close();
    expect((await sending).data).toBe('done');
  });

  it('cuts a call that does not end', async () => {
    const { client, connections } = await clientOf(() => undefined, { closeTimeoutMs: 30 });
    const sending = failure(client.get('/'));
    await sleep(5);
    await connections.close();
    expect(await sending).toMatchObject({ isAxiosError: true });
  });
});
