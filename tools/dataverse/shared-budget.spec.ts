import { describe, expect, it } from 'vitest';
import { LedgerReader } from '#lib/resilience';
import { hasRedis, needsRedis, RedisServer } from '../../test/support/redis.js';
import { readSettings } from './settings.js';
import { sharedBudget } from './shared-budget.js';

const settings = readSettings({});

describe('the budget of a command that shares it', () => {
  it('is one of its own where no Redis is named', async () => {
    const budget = await sharedBudget(settings, { DATAVERSE_PROCESSES: '2' });
    expect(budget.snapshot().standing).toBe('shares');
    await budget.close();
  });

  it('is refused in words where the Redis is none', () => {
    expect(() => sharedBudget(settings, { REDIS_URL: 'nowhere' })).toThrow('REDIS_URL');
  });

  it.skipIf(!hasRedis)(`is that of the services of this application user ${needsRedis}`, async () => {
    const redis = await RedisServer.start();
    const budget = await sharedBudget(settings, { REDIS_URL: redis.url, DATAVERSE_PROCESSES: '2' });
    (await budget.acquire({ lane: 'batch', estimatedMs: 10 })).settle({ executionMs: 10 });
    const reader = await LedgerReader.connect(redis.url);
    const { host } = new URL(settings.url);
    expect(await reader.budgets()).toMatchObject([{ environment: host, applicationUser: settings.clientId }]);
    reader.close();
    await budget.close();
    await redis.close();
  });
});
