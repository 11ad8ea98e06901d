import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { multipart, writeBatchRequest } from '../../test/batch.js';
import { APPLICATION, OTHER_APPLICATION, TestOrganization } from '../../test/organization.js';
import type { DataverseStandInOptions, UserReport } from '../index.js';

describe('a throttled request', () => {
  let organization: TestOrganization;
  beforeAll(
    async () =>
      void (organization = await TestOrganization.start({ limits: { requests: 2, windowSeconds: 60 } })),
  );
  afterAll(() => organization.close());

  it('hears 429 with the hex code, the configured number and a whole number of seconds', async () => {
    await organization.get('WhoAmI');
    await organization.get('WhoAmI');
    const reply = await organization.get('contacts');
    expect(reply.status).toBe(429);
    expect(reply.error).toEqual({
      code: '0x80072322',
      message: 'Number of requests exceeded the limit of 2 over time window of 60 seconds.',
    });
    expect(reply.headers.get('retry-after')).toMatch(/^(59|60)$/);
    expect(reply.headers.get('x-ms-ratelimit-burst-remaining-xrm-requests')).toBe('0');
  });

  it('throttles nobody else', async () => {
    expect((await organization.ask('GET', 'WhoAmI', { application: OTHER_APPLICATION })).status).toBe(200);
  });

  it('is counted in the statistics, of all and of its user', async () => {
    const { json } = await organization.control('stats');
    expect(json).toMatchObject({ throttled: 1, fullestWindow: 2, byMethodAndStatus: { GET: { '429': 1 } } });
    expect(json['applicationUsers']).toMatchObject({
      [APPLICATION]: { requests: 3, throttled: 1, fullestWindow: 2 },
    });
  });

  it('is let in once the clock has been set forward', async () => {
    await organization.control('clock', { advanceSeconds: 61 });
    expect((await organization.get('WhoAmI')).status).toBe(200);
  });

  it('is let in once the limit has been lifted or raised', async () => {
    await organization.control('reset', {});
    await organization.control('limits', { requests: 1, windowSeconds: 60 });
    await organization.get('WhoAmI');
    expect((await organization.get('WhoAmI')).status).toBe(429);
    expect((await organization.control('limits', { enabled: false })).json).toEqual({ limits: 'off' });
    for (let at = 0; at < 3; at += 1) expect((await organization.get('WhoAmI')).status).toBe(200);
  });
});

describe('the limits of a running stand-in', () => {
  let organization: TestOrganization;
  afterEach(() => organization.close());

  const start = async (limits: DataverseStandInOptions['limits'] = {}, more: object = {}) =>
    (organization = await TestOrganization.start({ limits, ...more }));
  const whoAmI = (headers?: Record<string, string>) => organization.get('WhoAmI', headers);
  const usage = async (application = APPLICATION): Promise<UserReport> => {
    const { json } = await organization.control('stats');
    const report = (json['usage'] as Record<string, UserReport>)[application];
    if (!report) throw new Error('It has asked nothing');
    return report;
  };
  const secondsLeft = ({ headers }: { headers: Headers }) =>
    headers.get('x-ms-ratelimit-time-remaining-xrm-requests');
  const requestsLeft = ({ headers }: { headers: Headers }) =>
    Number(headers.get('x-ms-ratelimit-burst-remaining-xrm-requests'));
  const exactly = (requestMs: number) => ({ requestMs, operationMs: { other: 0 }, jitter: 0 });

  it('refuse too many requests at once, and only those (ThrottlingConcurrencyLimitExceededError)', async () => {
    await start({ concurrency: 2, costs: exactly(200) });
    await organization.token();
    const replies = await Promise.all([whoAmI(), whoAmI(), whoAmI()]);
    const [refused, ...others] = replies.filter(({ status }) => status === 429);
    expect(others).toEqual([]);
    expect(refused?.error).toEqual({
      code: '0x80072326',
      message: 'Number of concurrent requests exceeded the limit of 2.',
    });
    expect(refused?.headers.get('retry-after')).toBe('1');
    expect((await whoAmI()).status).toBe(200);
    expect((await usage()).mostInFlight).toBe(2);
  });

  it('refuse when requests have taken too long together (ThrottlingTimeExceededError)', async () => {
    await start({ executionMs: 1_000, costs: exactly(30) });
    expect((await whoAmI()).status).toBe(200);
    expect(secondsLeft(await whoAmI())).toMatch(/^0\.\d\d$/);
    await organization.control('limits', { executionMs: 50 });
    const { status, error } = await whoAmI();
    expect([status, error]).toEqual([
      429,
      {
        code: '0x80072321',
        message:
          'Combined execution time of incoming requests exceeded limit of 50  milliseconds over time window of 300 seconds. Decrease number of concurrent requests or reduce the duration of requests and try again later.',
      },
    ]);
  });

  it('charge what a request took by the stopwatch, at least what it was to cost', async () => {
    await start({ costs: exactly(40) });
    for (let sent = 0; sent < 5; sent += 1) await whoAmI();
    const { executionMs, requests } = await usage();
    expect(requests).toBe(5);
    expect(executionMs).toBeGreaterThan(5 * 39);
    expect(executionMs).toBeLessThan(5 * 40 + 2_000);
  });

  it('pass faster when they are compressed: costs, windows and waits', async () => {
    await start({ compression: 20, requests: 2, costs: exactly(600) });
    const before = performance.now();
    expect(secondsLeft(await whoAmI())).toBe('60.00');
    expect(performance.now() - before).toBeLessThan(590);
    await whoAmI();
    const refused = await whoAmI();
    expect(Number(refused.headers.get('retry-after'))).toBeLessThanOrEqual(15);
    expect(refused.error?.message).toContain('of 2 over time window of 15 seconds');
    expect((await usage()).executionMs).toBeGreaterThan(2 * 29);
    await organization.control('clock', { advanceSeconds: 15 });
    expect((await whoAmI()).status).toBe(200);
  });

  it('take costs of your own', async () => {
    const asked: unknown[] = [];
    const costOf = (...work: readonly unknown[]) => {
      asked.push(...work);
      return 0;
    };
    await start({}, { costOf });
    const id = await organization.contact();
    await organization.get('contacts');
    await organization.get(`contacts(${id})?$select=lastname`);
    await organization.patch(`contacts(${id})`, {});
    await organization.patch(`contacts(${id})`, {}, { 'If-Match': '*' });
    await organization.ask('PUT', `contacts(${id})/lastname`, { body: { value: 'B' } });
    await organization.delete(`contacts(${id})`);
    await organization.accounts(3);
    await whoAmI();
    const one = (kind: string) => ({ kind, table: 'contact', operations: 1 });
    expect(asked).toEqual([
      ...['create', 'query', 'retrieve', 'upsert', 'update', 'update', 'delete'].map(one),
      { kind: 'bulk', table: 'account', operations: 3 },
      { kind: 'other', operations: 1 },
    ]);
  });

  it('count a batch as one request, with all of its operations and all of its time', async () => {
    const work = { retrieve: 0, other: 20 };
    await start({ costs: { requestMs: 10, operationMs: work, jitter: 0 } });
    const items = Array.from({ length: 5 }, () => ({ method: 'GET', url: '/api/data/v9.2/WhoAmI' }));
    const sent = { body: writeBatchRequest(items), headers: multipart() };
    expect((await organization.ask('POST', '$batch', sent)).status).toBe(200);
    const { executionMs, ...counts } = await usage();
    expect(counts).toMatchObject({ requests: 1, operations: 5, fullestWindow: { requests: 1 } });
    expect(executionMs).toBeGreaterThan(109);
  });

  it('tell lanes apart by the header that our services send', async () => {
    await start({ requests: 3 });
    for (const lane of ['interactive', 'batch', 'batch', 'batch']) await whoAmI({ 'x-causeway-lane': lane });
    const { lanes } = await usage();
    expect(lanes).toMatchObject({
      interactive: { requests: 1, throttled: { requests: 0 } },
      batch: { requests: 3, operations: 2, throttled: { requests: 1 }, fullestWindow: { requests: 2 } },
    });
  });

  it('are of each web server, to which a cookie leads back', async () => {
    await start({ servers: 3, requests: 10 });
    const first = await whoAmI();
    const cookie = (first.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
    expect(cookie).toMatch(/^ARRAffinity=[0-9a-f]{64}$/);
    const others = [await whoAmI(), await whoAmI()];
    expect([first, ...others].map(requestsLeft)).toEqual([9, 9, 9]);
    expect(new Set([first, ...others].map(({ headers }) => headers.get('set-cookie'))).size).toBe(3);
    const pinned = [await whoAmI({ Cookie: `a=b; ${cookie}` }), await whoAmI({ Cookie: cookie })];
    expect(pinned.map(requestsLeft)).toEqual([8, 7]);
    expect(pinned[1]?.headers.get('set-cookie')).toContain(cookie);
    const astray = [
      await whoAmI({ Cookie: 'ARRAffinity=unknown' }),
      await whoAmI({ Cookie: 'ARRAffinity=unknown' }),
    ];
    expect(new Set(astray.map(({ headers }) => headers.get('set-cookie'))).size).toBe(2);
  });

  it('are of all web servers together when they share', async () => {
    await start({ preset: 'large' });
    expect([await whoAmI(), await whoAmI()].map(requestsLeft)).toEqual([7_999, 7_998]);
  });

  it('let go of a request whose connection is cut', async () => {
    await start({ concurrency: 1 });
    await organization.control('faults', { dropAfterCommit: { count: 1 } });
    await expect(organization.contact()).rejects.toThrow();
    expect((await whoAmI()).status).toBe(200);
    expect((await usage()).mostInFlight).toBe(1);
  });

  it('recommend a degree of parallelism', async () => {
    await start({ dopHint: 4 });
    expect((await whoAmI()).headers.get('x-ms-dop-hint')).toBe('4');
  });

  it('are shown as they can be set again', async () => {
    await start({ preset: 'large', costs: true, compression: 2 });
    const shown = await organization.control('limits');
    expect(shown.json).toMatchObject({
      ...{ enabled: true, requests: 8_000, executionMs: 1_200_000, concurrency: 100, windowSeconds: 300 },
      ...{ servers: 15, shared: true, compression: 2, dopHint: 48, costs: { requestMs: 60, jitter: 0.2 } },
    });
    expect((await organization.control('stats')).json['limits']).toEqual(shown.json);
    await organization.control('limits', { enabled: false });
    expect((await organization.control('limits')).json).toMatchObject({ enabled: false, costs: 'off' });
    await organization.control('limits', shown.json);
    expect((await organization.control('limits')).json).toEqual(shown.json);
  });
});

describe('the lag of the event loop', () => {
  let organization: TestOrganization;
  beforeAll(async () => void (organization = await TestOrganization.start()));
  afterAll(() => organization.close());

  const lag = async () =>
    (await organization.control('stats')).json['eventLoopLag'] as Record<'p50Ms' | 'p99Ms' | 'maxMs', number>;
  const blockMs = 200;

  it('is told, and forgotten with a reset', async () => {
    await new Promise((resolve) => setTimeout(resolve, 50));
    const until = performance.now() + blockMs;
    while (performance.now() < until);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect((await lag()).maxMs).toBeGreaterThan(blockMs / 2);
    await organization.control('reset', { keepRows: true });
    const { p50Ms, p99Ms, maxMs } = await lag();
    expect(maxMs).toBeLessThan(blockMs / 2);
    expect(p50Ms).toBeLessThanOrEqual(p99Ms);
    expect(p99Ms).toBeLessThanOrEqual(maxMs + 1);
  });
});
