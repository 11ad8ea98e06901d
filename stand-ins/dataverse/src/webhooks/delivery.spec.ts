import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DataverseStandInOptions } from '../index.js';
import { TestOrganization } from '../../test/organization.js';
import { columnsOf, Receiver, targetOf } from '../../test/receiver.js';

describe('an event on its way', () => {
  let organization: TestOrganization;
  let receiver: Receiver;
  beforeEach(async () => {
    receiver = await Receiver.start();
  });
  afterEach(async () => {
    await organization.close();
    await receiver.close();
  });

  const auth = { kind: 'webhookKey' as const, value: 'secret' };
  const start = async (options: Partial<DataverseStandInOptions> = {}) => {
    organization = await TestOrganization.start({ webhooks: [{ url: receiver.url, auth }], ...options });
  };
  const create = (name = 'A') => organization.post('accounts', { name });
  const settled = () => organization.control('webhooks/settled');
  const stats = async () => {
    const { json } = await organization.control('stats');
    return (json['webhooks'] as Record<string, unknown>[])[0] ?? {};
  };
  const names = () => receiver.received.map((received) => columnsOf(targetOf(received))['name']);
  const until = async (holds: () => boolean) => {
    while (!holds()) await sleep(5);
  };
  /** Says nothing until it is told to. */
  const holdAnswers = () => {
    const held: (() => void)[] = [];
    receiver.answer = (_, response) => held.push(() => response.writeHead(204).end());
    return () => held.splice(0).forEach((answer) => answer());
  };

  it.each([
    [{ kind: 'webhookKey', value: 'a/b c' } as const, '/events?code=a%2Fb+c', undefined],
    [
      { kind: 'httpQueryString', values: { key: '1', more: '2' } } as const,
      '/events?key=1&more=2',
      undefined,
    ],
    [{ kind: 'httpHeader', values: { 'x-key': '1' } } as const, '/events', '1'],
  ])('says who sends it: %j', async (given, url, key) => {
    await start({ webhooks: [{ url: receiver.url, auth: given }] });
    await create();
    await settled();
    expect(receiver.received.map((received) => [received.url, received.headers['x-key']])).toEqual([
      [url, key],
    ]);
  });

  it.each([502, 503, 504])('is tried once more after a %i, and is the same', async (status) => {
    await start();
    receiver.answerWith(status, 204);
    await create();
    await settled();
    const [first, second, ...more] = receiver.received;
    expect([second?.text, more]).toEqual([first?.text, []]);
    expect(await stats()).toMatchObject({ emitted: 1, delivered: 1, retried: 1, failed: 0, failures: [] });
  });

  it('has failed when the second attempt fails, too', async () => {
    await start();
    receiver.answerWith(503);
    await create();
    await settled();
    expect(receiver.received).toHaveLength(2);
    expect(await stats()).toMatchObject({
      delivered: 0,
      retried: 1,
      failed: 1,
      failures: [
        { operationId: receiver.received[0]?.body.OperationId, at: expect.any(String), why: 'answered 503' },
      ],
    });
  });

  it.each([400, 401, 404, 408, 429, 500, 501])('is not tried again after a %i', async (status) => {
    await start();
    receiver.answerWith(status);
    await create();
    await settled();
    expect(receiver.received).toHaveLength(1);
    expect(await stats()).toMatchObject({ retried: 0, failed: 1, failures: [{ why: `answered ${status}` }] });
  });

  it('follows no redirection', async () => {
    await start();
    receiver.answer = (_, response) => void response.writeHead(307, { location: `${receiver.url}2` }).end();
    await create();
    await settled();
    expect(receiver.received).toHaveLength(1);
    expect(await stats()).toMatchObject({ failed: 1, failures: [{ why: 'answered 307' }] });
  });

  it('has failed when nobody is there', async () => {
    await start({ webhooks: [{ url: 'http://127.0.0.1:1/', auth }] });
    await create();
    await settled();
    expect(await stats()).toMatchObject({ failed: 1, failures: [{ why: 'no answer: ECONNREFUSED' }] });
  });

  it('has failed when the receiver takes too long', async () => {
    await start({ webhookDelivery: { timeoutSeconds: 0.05 } });
    holdAnswers();
    await create();
    await settled();
    expect(receiver.received).toHaveLength(1);
    expect(await stats()).toMatchObject({ failed: 1, failures: [{ why: 'no answer within 0.05 seconds' }] });
  });

  it("has its minute by the stand-in's clock", async () => {
    await start();
    holdAnswers();
    await create();
    await until(() => receiver.received.length === 1);
    await organization.control('clock', { advanceSeconds: 59 });
    expect(await stats()).toMatchObject({ waiting: 1, failed: 0 });
    await organization.control('clock', { advanceSeconds: 1 });
    await settled();
    expect(await stats()).toMatchObject({ waiting: 0, failed: 1 });
  });

  it('does not hold up its client, and waits in line while others are under way', async () => {
    await start({ webhookDelivery: { atOnce: 2 } });
    const answer = holdAnswers();
    for (const name of ['A', 'B', 'C']) expect((await create(name)).status).toBe(204);
    await until(() => receiver.received.length === 2);
    await sleep(30);
    expect(names().sort()).toEqual(['A', 'B']);
    expect(await stats()).toMatchObject({ emitted: 3, waiting: 3, delivered: 0 });
    receiver.answerWith(204);
    answer();
    await settled();
    expect(names().sort()).toEqual(['A', 'B', 'C']);
    expect(await stats()).toMatchObject({ emitted: 3, waiting: 0, delivered: 3 });
  });

  it('is never seen after a reset that came later, nor is its retry', async () => {
    await start({ webhookDelivery: { atOnce: 1 } });
    const held: (() => void)[] = [];
    receiver.answer = (_, response) => held.push(() => response.writeHead(503).end());
    await create('A');
    await create('B');
    await until(() => held.length === 1);
    await organization.control('reset', {});
    held.forEach((answer) => answer());
    receiver.answerWith(204);
    await settled();
    expect(await stats()).toMatchObject({ emitted: 0, waiting: 0, delivered: 0, failed: 0, failures: [] });
    await create('C');
    await settled();
    expect(names()).toEqual(['A', 'C']);
  });

  it('is forgotten when the stand-in ends, which waits for nobody', async () => {
    await start();
    holdAnswers();
    await create();
    await until(() => receiver.received.length === 1);
    const began = performance.now();
    await organization.close();
    expect(performance.now() - began).toBeLessThan(2_000);
  });

  describe('with faults', () => {
    const disturb = (faults: object) => organization.control('webhooks/faults', faults);

    it('comes twice, and is the same', async () => {
      await start();
      await disturb({ duplicate: { count: 1 } });
      await create('A');
      await create('B');
      await settled();
      const ids = receiver.received.map(({ body }) => body.OperationId);
      expect([ids.length, new Set(ids).size]).toEqual([3, 2]);
      expect(await stats()).toMatchObject({ emitted: 2, duplicated: 1, delivered: 3 });
      expect((await organization.control('webhooks')).json['faults']).toEqual([
        { fault: 'duplicate', count: 1, struck: 1 },
      ]);
    });

    it('comes late, behind those that came after it', async () => {
      await start();
      await disturb({ late: { count: 1, ms: 60_000 } });
      await create('A');
      await create('B');
      await until(() => receiver.received.length === 1);
      expect(await stats()).toMatchObject({ waiting: 1, delivered: 1 });
      await organization.control('clock', { advanceSeconds: 60 });
      await settled();
      expect(names()).toEqual(['B', 'A']);
    });

    it('never comes', async () => {
      await start();
      await disturb({ lost: { count: 1 } });
      await create('A');
      await create('B');
      await settled();
      expect(names()).toEqual(['B']);
      expect(await stats()).toMatchObject({ emitted: 2, lost: 1, delivered: 1, waiting: 0 });
    });

    it('is struck at their rate, the same events for the same seed', async () => {
      await start({ webhookDelivery: { atOnce: 1 } });
      const lost = async (seed: number) => {
        receiver.forget();
        await disturb({ lost: { rate: 0.3, seed } });
        for (let at = 0; at < 40; at += 1) await create(String(at));
        await settled();
        return names().join();
      };
      const first = await lost(7);
      expect(await lost(7)).toBe(first);
      expect(await lost(8)).not.toBe(first);
    });
  });
});
