import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../../../../../test/support/child-process.js';
import { hasRedis, needsRedis, RedisServer } from '../../../../../test/support/redis.js';
import { TcpProxy } from '../../../../../test/support/tcp-proxy.js';
import { redisBudget, type RedisBudgetOptions } from '../budgets.js';
import type { Permit, ServiceProtectionBudget } from '../service-protection-budget.js';

const graceMs = 300;
const leaseMs = 700;

describe.skipIf(!hasRedis)(`redisBudget ${needsRedis}`, () => {
  let redis: RedisServer;
  const opened: ServiceProtectionBudget[] = [];
  let environments = 0;

  beforeAll(async () => {
    redis = await RedisServer.start('--appendonly', 'yes', '--appendfsync', 'always');
  });
  afterEach(async () => {
    for (const budget of opened.splice(0)) await budget.close();
  });
  afterAll(() => redis.close());

  /** What the processes of one application user agree on; each test has an environment of its own. */
  const agreed = (options: Partial<RedisBudgetOptions> = {}): RedisBudgetOptions => ({
    redisUrl: redis.url,
    environmentUrl: `https://environment-${(environments += 1)}.example`,
    applicationUser: '00000000-0000-0000-0000-000000000001',
    processes: 2,
    graceMs,
    leaseMs,
    answerWithinMs: 200,
    margin: 1,
    ...options,
  });

  const process = async (options: RedisBudgetOptions): Promise<ServiceProtectionBudget> => {
    const budget = await redisBudget(options);
    opened.push(budget);
    return budget;
  };

  /** Two processes that the ledger has heard of. */
  const two = async (options: RedisBudgetOptions, first: Partial<RedisBudgetOptions> = {}) => {
    const both = [await process({ ...options, ...first }), await process(options)] as const;
    await Promise.all(both.map(async (budget) => (await take(budget)).settle({ executionMs: undefined })));
    return both;
  };

  const take = (budget: ServiceProtectionBudget, estimatedMs = 1): Promise<Permit> =>
    budget.acquire({ lane: 'interactive', estimatedMs });

  const spend = async (budget: ServiceProtectionBudget, executionMs = 1) =>
    (await take(budget)).settle({ executionMs });

  /** How many permits come within a while; those that do not are no longer wanted. */
  const takeMany = async (budget: ServiceProtectionBudget, count: number, withinMs: number) => {
    const asks = Array.from({ length: count }, () =>
      budget.acquire({ lane: 'interactive', estimatedMs: 1, signal: AbortSignal.timeout(withinMs) }),
    );
    const settled = await Promise.allSettled(asks);
    return settled.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
  };

  it('divides one limit among the processes that share it, to the last request', async () => {
    const [a, b] = await two(agreed({ limits: { requests: 20, concurrency: 52 } }));
    const taken = await Promise.all([takeMany(a, 15, 500), takeMany(b, 15, 500)]);
    expect(taken.flat()).toHaveLength(20);
    expect(b.snapshot().used.requests).toBe(20);
  });

  it('keeps the users of an environment within its limit on concurrency, each by what the others have in flight', async () => {
    const shared = agreed({ processes: 1, environmentConcurrency: 5 });
    const a = await process(shared);
    const b = await process({ ...shared, applicationUser: 'another' });
    const ofA = await takeMany(a, 3, 300);
    const ofB = await takeMany(b, 3, 300);
    expect([ofA.length, ofB.length]).toEqual([3, 2]);
  });

  it('wakes who waits in another process when a permit comes back, long before it would ask again', async () => {
    const slow = { windowMs: 3_000_000, graceMs: 60_000, limits: { concurrency: 4 } };
    const [a, b] = await two(agreed(slow));
    const held = await Promise.all([take(a), take(a)]);
    const waiting = take(b);
    await sleep(100);
    held[0].settle({ executionMs: 1 });
    await expect(Promise.race([waiting, sleep(1_000, 'nothing')])).resolves.toHaveProperty('settle');
  });

  it('gives back what is granted to a caller that has left meanwhile', async () => {
    const proxy = await TcpProxy.to(redis.port);
    const options = agreed();
    const [a, b] = await two(options, { redisUrl: `redis://127.0.0.1:${proxy.port}` });
    proxy.delayMs = 50;
    const leaving = new AbortController();
    const ask = a.acquire({ lane: 'interactive', estimatedMs: 1, signal: leaving.signal });
    await sleep(70);
    leaving.abort(new Error('left'));
    await expect(ask).rejects.toThrow('left');
    await eventually(() => expectSoon(b, { inFlight: 0 }));
    expect(b.snapshot().used.requests).toBe(0);
    await a.close();
    await proxy.close();
  });

  it('works over a slow connection as over a fast one', async () => {
    const proxy = await TcpProxy.to(redis.port);
    const options = agreed({ limits: { requests: 30 }, answerWithinMs: 1_000 });
    const [a, b] = await two(options, { redisUrl: `redis://127.0.0.1:${proxy.port}` });
    proxy.delayMs = 50;
    const taken = await Promise.all([takeMany(a, 20, 1_000), takeMany(b, 20, 1_000)]);
    expect(taken.flat()).toHaveLength(30);
    expect(a.snapshot().isAlone).toBe(false);
    await a.close();
    await proxy.close();
  });

  it('takes a permit whose owner is gone for one in flight until its lease is over, and then for spent', async () => {
    const proxy = await TcpProxy.to(redis.port);
    const [gone, b] = await two(agreed(), { redisUrl: `redis://127.0.0.1:${proxy.port}` });
    await take(gone);
    const takenAt = Date.now();
    proxy.isCut = true;
    await eventually(() => expectSoon(b, { inFlight: 1 }));
    await eventually(() => expectSoon(b, { inFlight: 0 }));
    expect(Date.now() - takenAt).toBeGreaterThanOrEqual(leaseMs);
    expect(b.snapshot().used.requests).toBe(1);
    await gone.close();
    await proxy.close();
  });

  it('lets a process that is cut off move on in the margin, and hears of it afterwards', async () => {
    const proxy = await TcpProxy.to(redis.port);
    const limits = { requests: 40, concurrency: 52 };
    const options = agreed({ limits, windowMs: 60_000, margin: 0.8 });
    const [a, b] = await two(options, { redisUrl: `redis://127.0.0.1:${proxy.port}` });
    for (let n = 0; n < 10; n += 1) await spend(a);
    proxy.isCut = true;
    const ofB = (await takeMany(b, 40, 1_500)).length;
    const ofA = (await takeMany(a, 40, 1_500)).length;
    expect(a.snapshot().isAlone).toBe(true);
    expect(ofA).toBeGreaterThan(0);
    expect(10 + ofA + ofB).toBeLessThanOrEqual(limits.requests);
    proxy.isCut = false;
    await eventually(() => expectSoon(b, { used: { requests: 10 + ofA + ofB } }));
    await a.close();
    await proxy.close();
  });

  it('bears a connection that breaks each time that it wants to hear the news again', async () => {
    const unhandled: unknown[] = [];
    const hear = (reason: unknown) => void unhandled.push(reason);
    globalThis.process.on('unhandledRejection', hear);
    const proxy = await TcpProxy.to(redis.port);
    const options = agreed({
      windowMs: 3_000_000,
      graceMs: 3_000,
      leaseMs: 30_000,
      limits: { concurrency: 4 },
    });
    const [a, b] = await two(options, { redisUrl: `redis://127.0.0.1:${proxy.port}` });
    proxy.breaksAt = /subscribe/i;
    proxy.breakOff();
    await sleep(300);
    expect(unhandled).toEqual([]);
    proxy.breaksAt = undefined;
    // A message may have been on its way: then it is tried again as a sign of life.
    await eventually(() => expectSoon(a, { isAlone: false }));
    await sleep(700);
    const held = await Promise.all([take(b), take(b)]);
    const waiting = take(a);
    await sleep(100);
    held[0].settle({ executionMs: 1 });
    await expect(Promise.race([waiting, sleep(1_000, 'nothing')])).resolves.toHaveProperty('settle');
    globalThis.process.off('unhandledRejection', hear);
    await a.close();
    await proxy.close();
  });

  describe('when Redis', () => {
    const limits = { requests: 40, concurrency: 52 };

    /** Both have spent five, and are cut off. */
    const spendAndLose = async (lose: () => unknown) => {
      const options = agreed({ limits, windowMs: 60_000, margin: 0.8 });
      const both = await two(options);
      for (let n = 0; n < 5; n += 1) await Promise.all(both.map((budget) => spend(budget)));
      await lose();
      await eventually(async () => {
        for (const budget of both) {
          void takeMany(budget, 1, 50).then((permits) =>
            permits.forEach((each) => each.settle({ executionMs: 1 })),
          );
          await expectSoon(budget, { isAlone: true });
        }
      });
      return both;
    };

    const spentBy = (both: readonly ServiceProtectionBudget[]) =>
      both.map((budget) => budget.snapshot().used.requests).reduce((a, b) => a + b);

    it.each([
      ['is killed and comes back empty', () => redis.kill(), () => restartEmpty()],
      ['is killed and comes back with its state', () => redis.kill(), () => redis.start()],
      ['pauses its clients for a while', () => redis.pauseClients(2_500), async () => sleep(1_000)],
      ['hangs and goes on', async () => redis.hang(), async () => redis.goOn()],
    ])('%s, each goes on within its part, and afterwards the ledger has it all', async (_, lose, recover) => {
      const both = await spendAndLose(lose);
      await sleep(graceMs * 1.5);
      const alone = await Promise.all(both.map((budget) => takeMany(budget, 40, 300)));
      expect(alone.flat().length).toBeGreaterThan(0);
      expect(spentBy(both)).toBeLessThanOrEqual(limits.requests);
      for (const permit of alone.flat()) permit.settle({ executionMs: 1 });
      const spent = spentBy(both);
      await recover();
      await eventually(async () => {
        for (const budget of both) await expectSoon(budget, { isAlone: false, used: { requests: spent } });
      });
    });

    it('answers nobody for a while, a message that it reads too late changes nothing', async () => {
      const both = await spendAndLose(() => redis.hang());
      redis.goOn();
      await eventually(() => expectSoon(both[0], { isAlone: false, inFlight: 0 }));
      expect(both[0].snapshot().used.requests).toBeGreaterThanOrEqual(10);
    });

    const restartEmpty = async () => {
      await redis.wipe();
      await redis.start();
    };
  });

  const expectSoon = async (budget: ServiceProtectionBudget, what: object): Promise<void> => {
    await sleep(10);
    expect(budget.snapshot()).toMatchObject(what);
  };
});
