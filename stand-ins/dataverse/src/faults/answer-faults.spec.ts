import { request as send } from 'node:http';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { multipart, writeBatchRequest } from '../../test/batch.js';
import { TestOrganization } from '../../test/organization.js';
import { outcome } from '../../test/outcome.js';

describe('the faults of an answer', () => {
  let organization: TestOrganization;
  beforeAll(async () => void (organization = await TestOrganization.start()));
  beforeEach(() => organization.control('reset', {}));
  afterEach(() => organization.control('faults', {}));
  afterAll(() => organization.close());

  const executionMs = async () => {
    const { usage } = (await organization.control('stats')).json as {
      usage: Record<string, { executionMs: number }>;
    };
    return Object.values(usage)[0]?.executionMs ?? 0;
  };
  const took = async (asked: Promise<unknown>) => {
    const began = performance.now();
    await asked;
    return performance.now() - began;
  };
  const account = { method: 'POST', url: '/api/data/v9.2/accounts', body: { name: 'A' } };
  const batch = () =>
    organization.ask('POST', '$batch', {
      body: writeBatchRequest([account, account]),
      headers: multipart(),
    });

  it('slow waits before anybody works at it, at no cost', async () => {
    await organization.strikeWith({ slow: { ms: 400 } });
    const asked = took(organization.post('accounts', { name: 'A' }));
    expect(await organization.rowsOf('account')).toBe(0);
    expect(await asked).toBeGreaterThanOrEqual(395);
    expect(await organization.rowsOf('account')).toBe(1);
    expect(await executionMs()).toBeLessThan(395);
  });

  it('slowAnswer waits when it is committed, and that time is charged', async () => {
    await organization.strikeWith({ slowAnswer: { ms: 400 } });
    let answered = false;
    const asked = organization.post('accounts', { name: 'A' }).finally(() => (answered = true));
    await vi.waitFor(async () => expect(await organization.rowsOf('account')).toBe(1));
    expect(answered).toBe(false);
    await asked;
    expect(await executionMs()).toBeGreaterThanOrEqual(395);
  });

  it('slowBody sends half of the body, and the rest later', async () => {
    const whole = (await organization.get('WhoAmI')).text;
    await organization.strikeWith({ slowBody: { ms: 400 } });
    const began = performance.now();
    const token = await organization.token();
    const chunks = await new Promise<{ text: string; atMs: number }[]>((resolve, reject) => {
      const received: { text: string; atMs: number }[] = [];
      const asked = send(`${organization.root}WhoAmI`, { headers: { Authorization: `Bearer ${token}` } });
      asked.on('error', reject).on('response', (response) => {
        response.on('data', (chunk: Buffer) =>
          received.push({ text: chunk.toString(), atMs: performance.now() - began }),
        );
        response.on('end', () => resolve(received));
      });
      asked.end();
    });
    const [first, second] = chunks;
    expect(chunks.map(({ text }) => text).join('')).toBe(whole);
    expect(first?.text).toHaveLength(Math.floor(whole.length / 2));
    expect((second?.atMs ?? 0) - (first?.atMs ?? 0)).toBeGreaterThan(300);
    expect(await executionMs()).toBeLessThan(395);
  });

  it('slowBody and halfBody pass by what has no body', async () => {
    await organization.strikeWith({ slowBody: { ms: 10_000 }, halfBody: { anyAnswer: true } });
    expect((await organization.post('accounts', { name: 'A' })).status).toBe(204);
    expect((await organization.control('faults')).json).toMatchObject({
      faults: [{ struck: 0 }, { struck: 0 }],
    });
  });

  it('halfBody breaks off the answer to a batch that was carried out', async () => {
    await organization.strikeWith({ halfBody: { count: 1 } });
    expect((await organization.get('WhoAmI')).status).toBe(200);
    expect(await outcome(batch())).toBe('dropped');
    const { json } = await organization.control('stats');
    expect(json).toMatchObject({ dropped: 1, byMethodAndStatus: { POST: { dropped: 1 } } });
    expect(await organization.rowsOf('account')).toBe(2);
    expect(await outcome(batch())).toBe(200);
  });

  it('halfBody with a clean end is whole for HTTP, and no whole multipart', async () => {
    await organization.strikeWith({ halfBody: { cleanEnd: true, count: 1 } });
    const { status, headers, text } = await batch();
    const boundary = /boundary=(\S+)/.exec(headers.get('content-type') ?? '')?.[1] ?? '?';
    expect([status, headers.get('content-length')]).toEqual([200, String(Buffer.byteLength(text))]);
    expect([text.startsWith(`--${boundary}`), text.includes(`--${boundary}--`)]).toEqual([true, false]);
    expect(await organization.rowsOf('account')).toBe(2);
  });

  it('halfBody strikes any answer when told so', async () => {
    await organization.strikeWith({ halfBody: { anyAnswer: true, method: 'GET' } });
    expect(await outcome(organization.get('WhoAmI'))).toBe('dropped');
  });

  it('strike a batch by the table of its first operation', async () => {
    await organization.strikeWith({ halfBody: { table: 'contact' } });
    expect(await outcome(batch())).toBe(200);
    await organization.strikeWith({ halfBody: { table: 'account' } });
    expect(await outcome(batch())).toBe('dropped');
  });
});
