import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { freePort } from '../../../../test/support/free-port.js';
import { hasRedis, needsRedis, RedisServer } from '../../../../test/support/redis.js';
import { openBudget } from './open-budget.js';

const user = { environmentUrl: 'https://contoso.crm4.dynamics.com', applicationUser: 'an-app' };

describe('openBudget', () => {
  it('keeps the budget in memory where no Redis is named', async () => {
    const budget = await openBudget({ ...user, limits: { requests: 10 } });
    expect(budget.snapshot()).toMatchObject({ limits: { requests: 10 }, standing: 'shares' });
    await budget.close();
  });

  it('refuses to give several processes a budget each', async () => {
    await expect(openBudget({ ...user, processes: 2 })).rejects.toThrow('Several processes need a Redis');
  });

  it.each([0, -1, 1.5, NaN])('refuses %s processes', async (processes) => {
    const opening = openBudget({ ...user, processes, redisUrl: 'redis://127.0.0.1' });
    await expect(opening).rejects.toThrow('How many processes share a budget is a whole number above 0.');
  });

  it.each(['http://:hunter2@127.0.0.1:6379', '127.0.0.1:6379', ''])(
    'refuses an address that is not that of a Redis, and does not repeat it: %s',
    async (redisUrl) => {
      const opening = openBudget({ ...user, redisUrl });
      await expect(opening).rejects.toThrow(
        /^The address of a Redis begins with redis:\/\/ or rediss:\/\/\.$/,
      );
    },
  );

  it('says so when what answers is no Redis', async () => {
    const web = createServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
    await once(web.listen(0, '127.0.0.1'), 'listening');
    const place = `127.0.0.1:${(web.address() as AddressInfo).port}`;
    await expect(openBudget({ ...user, redisUrl: `redis://${place}` })).rejects.toMatchObject({
      code: 'budget-store-unavailable',
      message: expect.stringContaining(
        `its Redis at ${place} cannot be used: what answers there is no Redis.`,
      ),
    });
    web.close();
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
