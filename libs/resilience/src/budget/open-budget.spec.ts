import { describe, expect, it } from 'vitest';
import { freePort } from '../../../../test/support/free-port.js';
import { hasRedis, needsRedis, RedisServer } from '../../../../test/support/redis.js';
import { openBudget } from './open-budget.js';

const user = { environmentUrl: 'https://contoso.crm4.dynamics.com', applicationUser: 'an-app' };

describe('openBudget', () => {
  it('keeps the budget in memory where no Redis is named', async () => {
    const budget = await openBudget({ ...user, limits: { requests: 10 } });
    expect(budget.snapshot()).toMatchObject({ limits: { requests: 10 }, isAlone: false });
    await budget.close();
  });

  it('refuses to give several processes a budget each', async () => {
    await expect(openBudget({ ...user, processes: 2 })).rejects.toThrow('Several processes need a Redis');
  });

  it('refuses to begin without the Redis that was named', async () => {
    const redisUrl = `redis://:hunter2@127.0.0.1:${await freePort()}`;
    const opening = openBudget({ ...user, redisUrl });
    await expect(opening).rejects.toMatchObject({ code: 'budget-store-unavailable' });
    await expect(opening).rejects.not.toThrow('hunter2');
  });

  it.skipIf(!hasRedis)(`shares what is spent with the other processes ${needsRedis}`, async () => {
    const redis = await RedisServer.start();
    const open = () => openBudget({ ...user, redisUrl: redis.url, processes: 2 });
    const [one, other] = await Promise.all([open(), open()]);
    for (const budget of [one, other, one])
      (await budget.acquire({ lane: 'interactive', estimatedMs: 1 })).settle({ executionMs: 5 });
    await other.acquire({ lane: 'interactive', estimatedMs: 1 });
    expect(other.snapshot().used.requests).toBeGreaterThanOrEqual(3);
    await Promise.all([one.close(), other.close()]);
    await redis.close();
  });
});
