import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '../../../../../test/support/free-port.js';
import { hasRedis, needsRedis, RedisServer } from '../../../../../test/support/redis.js';
import { redisBudget } from '../budgets.js';
import { LedgerReader } from './ledger-reader.js';

describe.skipIf(!hasRedis)(`reading the budgets in Redis ${needsRedis}`, () => {
  let redis: RedisServer;
  let reader: LedgerReader;

  beforeAll(async () => {
    redis = await RedisServer.start();
    reader = await LedgerReader.connect(redis.url);
  });
  afterAll(async () => {
    reader.close();
    await redis.close();
  });

  it('finds none in an empty Redis', async () => {
    expect(await reader.budgets()).toEqual([]);
  });

  it('finds those of every environment and user, and what each has spent', async () => {
    for (const [host, requests] of [
      ['a.example', 2],
      ['b.example:8443', 1],
    ] as const) {
      const place = { redisUrl: redis.url, environmentUrl: `https://${host}`, applicationUser: 'a:user' };
      const budget = await redisBudget({ ...place, limits: { requests: 100 }, reserves: { event: 0.1 } });
      for (let call = 0; call < requests; call += 1)
        (await budget.acquire({ lane: 'event', estimatedMs: 10 })).settle({ executionMs: 5 });
      expect((await budget.report())?.members).toHaveLength(1);
      await budget.close();
    }
    expect(await reader.budgets()).toMatchObject([
      {
        environment: 'a.example',
        applicationUser: 'a:user',
        report: {
          settings: { limits: { requests: 100 }, reserves: { event: 0.1 } },
          view: { limits: { requests: 100 }, spent: { requests: 2, executionMs: 10 }, operations: 2 },
          past: [{ requests: 2, executionMs: 10 }],
          members: [],
        },
      },
      { environment: 'b.example:8443', report: { view: { spent: { requests: 1 } } } },
    ]);
  });

  it('changes nothing, and leaves alone what it does not understand', async () => {
    const client = new Redis(redis.url);
    const key = '{causeway:c.example}:budget:user';
    const hot = Buffer.from('\x81\xa6layout\xa3new', 'latin1');
    await client.hset(key, 'settings', '{"windowMs":1,"slotMs":1}', 'hot', hot);
    await client.hset('{causeway:d.example}:budget:user', 'numbers 999', hot, 'lists 999', hot);
    const all = async () => Promise.all((await client.keys('*')).sort().map((each) => client.hgetall(each)));
    const before = await all();
    const found = (await reader.budgets()).map(({ environment }) => environment);
    expect(found).toEqual(['a.example', 'b.example:8443']);
    expect(await all()).toEqual(before);
    client.disconnect();
  });

  it('fails in words when there is no Redis', async () => {
    const nowhere = `redis://127.0.0.1:${await freePort()}`;
    await expect(LedgerReader.connect(nowhere)).rejects.toMatchObject({ code: 'budget-store-unavailable' });
  });
});
