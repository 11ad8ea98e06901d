import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../../../../../test/support/child-process.js';
import { hasRedis, needsRedis, RedisServer } from '../../../../../test/support/redis.js';
import { TcpProxy } from '../../../../../test/support/tcp-proxy.js';
import { redisBudget, type RedisBudgetOptions } from '../budgets.js';
import type { Permit, ServiceProtectionBudget } from '../service-protection-budget.js';

/** Of processes that are never lost, however slow the machine is that the tests run on. */
const patience = { graceMs: 10_000, leaseMs: 30_000, answerWithinMs: 5_000 };
/** Of processes that are lost, which must be noticed soon. */
const haste = { graceMs: 600, leaseMs: 2_000, answerWithinMs: 600 };
/** One permit too many would have come by then. */
const aMomentMs = 200;

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
    ...patience,
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

  /** Asks for so many permits at once. */
  const askFor = (budget: ServiceProtectionBudget, count: number) => {
    const leaving = new AbortController();
    const permits: Permit[] = [];
    const asks = Array.from({ length: count }, () =>
      budget.acquire({ lane: 'interactive', estimatedMs: 1, signal: leaving.signal }).then(
        (permit) => permits.push(permit),
        () => undefined,
      ),
    );
    const giveUp = async () => {
      leaving.abort();
      await Promise.all(asks);
    };
    return { permits, giveUp };
  };
  type Asked = ReturnType<typeof askFor>;

  const permitsOf = (asked: readonly Asked[]): Permit[] => asked.flatMap(({ permits }) => permits);

  /** Waits until so many permits have come, and a moment for one too many; the others are no longer wanted. */
  const expectPermits = async (asked: readonly Asked[], count: number): Promise<void> => {
    await eventually(async () => expect(permitsOf(asked).length).toBeGreaterThanOrEqual(count));
    await sleep(aMomentMs);
    expect(permitsOf(asked)).toHaveLength(count);
    await Promise.all(asked.map(({ giveUp }) => giveUp()));
  };

  /** What the ledger says, whoever asks. */
  const expectLedger = (budget: ServiceProtectionBudget, view: object): Promise<void> =>
    eventually(async () => expect((await budget.report())?.view).toMatchObject(view));

  const expectSnapshot = (budget: ServiceProtectionBudget, snapshot: object): Promise<void> =>
    eventually(async () => expect(budget.snapshot()).toMatchObject(snapshot));

  it('divides one limit among the processes that share it, to the last request', async () => {
    const [a, b] = await two(agreed({ limits: { requests: 20, concurrency: 52 } }));
    await expectPermits([askFor(a, 15), askFor(b, 15)], 20);
    await expectLedger(b, { inFlight: 20 });
  });

  it('keeps the users of an environment within its limit on concurrency, each by what the others have in flight', async () => {
    const shared = agreed({ processes: 1, environmentConcurrency: 5 });
    const a = await process(shared);
    const b = await process({ ...shared, applicationUser: 'another' });
    await expectPermits([askFor(a, 3)], 3);
    await expectPermits([askFor(b, 3)], 2);
  });

  it('wakes who waits in another process when a permit comes back, long before it would ask again', async () => {
    const slow = { windowMs: 3_000_000, graceMs: 60_000, limits: { concurrency: 4 } };
    const [a, b] = await two(agreed(slow));
    const held = await Promise.all([take(a), take(a)]);
    const waiting = take(b);
    await eventually(async () =>
      expect((await b.report())?.waiting).toMatchObject({ interactive: { processes: 1 } }),
    );
    held[0].settle({ executionMs: 1 });
    await expect(Promise.race([waiting, sleep(10_000, 'nothing')])).resolves.toHaveProperty('settle');
  });

  it('gives back what is granted to a caller that has left meanwhile', async () => {
    const proxy = await TcpProxy.to(redis.port);
    const options = agreed();
    const [a, b] = await two(options, { redisUrl: `redis://127.0.0.1:${proxy.port}` });
    proxy.delayMs = 1_000;
    const asked = askFor(a, 1);
    await expectLedger(b, { inFlight: 1 });
    await asked.giveUp();
    expect(asked.permits).toEqual([]);
    await expectLedger(b, { inFlight: 0, spent: { requests: 0 } });
    await proxy.close();
  });

  it('works over a slow connection as over a fast one', async () => {
    const proxy = await TcpProxy.to(redis.port);
    const options = agreed({ limits: { requests: 30 } });
    const [a, b] = await two(options, { redisUrl: `redis://127.0.0.1:${proxy.port}` });
    proxy.delayMs = 50;
    await expectPermits([askFor(a, 20), askFor(b, 20)], 30);
    expect(a.snapshot().standing).not.toBe('cut-off');
    await proxy.close();
  });

  it('takes a permit whose owner is gone for one in flight until its lease is over, and then for spent', async () => {
    const proxy = await TcpProxy.to(redis.port);
    const { leaseMs } = haste;
    const [gone, b] = await two(agreed({ leaseMs }), { redisUrl: `redis://127.0.0.1:${proxy.port}` });
    const askedAt = Date.now();
    await take(gone);
    proxy.isCut = true;
    await expectLedger(b, { inFlight: 1 });
    await expectLedger(b, { inFlight: 0, spent: { requests: 1 } });
    expect(Date.now() - askedAt).toBeGreaterThanOrEqual(leaseMs);
    await proxy.close();
  });

  it('lets a process that is cut off move on in the margin, and hears of it afterwards', async () => {
    const proxy = await TcpProxy.to(redis.port);
    const limits = { requests: 40, concurrency: 52 };
    const options = agreed({ ...haste, limits, windowMs: 60_000, margin: 0.8 });
    const [a, b] = await two(options, { redisUrl: `redis://127.0.0.1:${proxy.port}` });
    for (let n = 0; n < 10; n += 1) await spend(a);
    proxy.isCut = true;
    const asked = [askFor(a, 40), askFor(b, 40)] as const;
    await eventually(async () => expect(asked[0].permits.length).toBeGreaterThan(0));
    expect(a.snapshot().standing).toBe('cut-off');
    await sleep(aMomentMs);
    await Promise.all(asked.map(({ giveUp }) => giveUp()));
    const requests = 10 + permitsOf(asked).length;
    expect(requests).toBeLessThanOrEqual(limits.requests);
    proxy.isCut = false;
    await expectSnapshot(b, { used: { requests } });
    await proxy.close();
  });

  describe('when Redis', () => {
    const limits = { requests: 60, concurrency: 52 };

    /** Both have spent five, asked for one more of a Redis that does not answer, and given it to themselves once they were alone. */
    const spendAndLose = async (lose: () => unknown) => {
      const options = agreed({ ...haste, limits, windowMs: 60_000, margin: 0.8 });
      const both = await two(options);
      for (let n = 0; n < 5; n += 1) await Promise.all(both.map((budget) => spend(budget)));
      await lose();
      await Promise.all(both.map((budget) => spend(budget)));
      for (const budget of both) expect(budget.snapshot().standing).toBe('cut-off');
      return both;
    };

    const spentBy = (both: readonly ServiceProtectionBudget[]) =>
      both.map((budget) => budget.snapshot().used.requests).reduce((a, b) => a + b);

    it.each([
      ['is killed and comes back empty', () => redis.kill(), () => restartEmpty()],
      ['is killed and comes back with its state', () => redis.kill(), () => redis.start()],
      ['pauses its clients for a while', () => redis.pauseClients(), () => redis.resumeClients()],
      ['hangs and goes on', async () => redis.hang(), async () => redis.goOn()],
    ])('%s, each goes on within its part, and afterwards the ledger has it all', async (_, lose, recover) => {
      const both = await spendAndLose(lose);
      const asked = both.map((budget) => askFor(budget, 40));
      await eventually(async () => expect(permitsOf(asked).length).toBeGreaterThan(0));
      await sleep(aMomentMs);
      await Promise.all(asked.map(({ giveUp }) => giveUp()));
      for (const permit of permitsOf(asked)) permit.settle({ executionMs: 1 });
      const requests = spentBy(both);
      expect(requests).toBeLessThanOrEqual(limits.requests);
      await recover();
      for (const budget of both)
        await expectSnapshot(budget, {
          standing: expect.not.stringMatching('cut-off') as string,
          used: { requests },
        });
    });

    it('answers nobody for a while, a message that it reads too late changes nothing', async () => {
      const proxy = await TcpProxy.to(redis.port);
      const [a, b] = await two(agreed(haste), { redisUrl: `redis://127.0.0.1:${proxy.port}` });
      await Promise.all([spend(a), spend(b)]);
      redis.hang();
      const asked = spend(a);
      await expectSnapshot(a, { standing: 'cut-off' });
      // What it has asked for lies before Redis; that it was given up does not reach Redis yet.
      proxy.isCut = true;
      redis.goOn();
      await sleep(aMomentMs);
      await expectLedger(b, { inFlight: 0, spent: { requests: 2 } });
      proxy.isCut = false;
      await asked;
      await expectLedger(b, { inFlight: 0, spent: { requests: 3 } });
      await proxy.close();
    });

    const restartEmpty = async () => {
      await redis.wipe();
      await redis.start();
    };
  });
});
