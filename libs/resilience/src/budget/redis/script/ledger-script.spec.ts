import { Redis } from 'ioredis';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { hasRedis, needsRedis, RedisServer } from '../../../../../../test/support/redis.js';
import type { LedgerMessage } from '../../ledger/ledger-message.js';
import { type LedgerSettings, ledgerSettings } from '../../ledger/ledger-settings.js';
import { readReply } from '../ledger-reply.js';
import { messageText } from '../message-text.js';
import { settingsText } from '../settings-text.js';
import { ledgerScript, ledgerScriptOnToldTime } from './ledger-script.js';

describe.skipIf(!hasRedis)(`the state of the ledger in Redis ${needsRedis}`, () => {
  let server: RedisServer;
  let redis: Redis;
  const settings = ledgerSettings();
  const now = Date.UTC(2026, 0, 1);
  const dayMs = 86_400_000;
  /** Fields beside those of the slots before the newest: what every message needs. */
  const few = 2;

  beforeAll(async () => {
    server = await RedisServer.start();
    redis = new Redis(server.url);
  });
  beforeEach(() => redis.flushall());
  afterAll(async () => {
    redis.disconnect();
    await server.close();
  });

  /** Without a moment: at that of the server's clock. */
  const exchange = async (
    at?: number,
    words: Partial<LedgerMessage> = {},
    { usefulUntil = '', by = settings }: { usefulUntil?: number | ''; by?: LedgerSettings } = {},
  ) => {
    const own = { requests: 0, executionMs: 0 };
    const message = { member: 'a', settlements: [], throttled: [], asks: [], own, ...words };
    const reply = await redis.callBuffer(
      'EVAL',
      at === undefined ? ledgerScript : ledgerScriptOnToldTime,
      2,
      '{a}:ledger',
      '{a}:in-flight',
      settingsText(by),
      messageText(message),
      'a user',
      '{a}:news',
      usefulUntil,
      at ?? '',
    );
    return readReply(reply as Buffer[], settings.limits);
  };

  /** A window in which something was spent in every slot. */
  const fullWindow = () => ({
    isWhole: true,
    spent: Array.from({ length: 1_200 }, (_, slot) => ({
      ageMs: slot * settings.slotMs,
      requests: 1,
      executionMs: 9,
    })),
    inFlight: [],
  });

  it('takes no more commands after an idle day than in a busy moment', async () => {
    await exchange(now, { untold: fullWindow() });
    expect(await redis.hlen('{a}:ledger')).toBe(1_199 + few);
    await redis.config('RESETSTAT');
    const { answer } = await exchange(now + dayMs);
    expect(answer?.view.spent).toEqual({ requests: 0, executionMs: 0 });
    expect(await redis.hlen('{a}:ledger')).toBe(few);
    const calls = [...(await redis.info('commandstats')).matchAll(/calls=(\d+)/g)].map(([, count]) =>
      Number(count),
    );
    expect(calls.reduce((a, b) => a + b)).toBeLessThan(12);
  });

  it('dates by fractions of a millisecond, so that nothing leaves the window too soon', async () => {
    const moments = [];
    for (let n = 0; n < 20; n += 1) moments.push((await exchange()).at);
    expect(moments.some((at) => !Number.isInteger(at))).toBe(true);
  });

  it('keeps nothing for ever', async () => {
    await exchange(now, { untold: fullWindow() });
    for (const key of await redis.keys('*')) {
      expect(await redis.pttl(key)).toBeGreaterThan(dayMs);
      expect(await redis.pttl(key)).toBeLessThan(2 * dayMs);
    }
  });

  it('puts off the end of what it keeps only now and then', async () => {
    await exchange(now, { untold: { isWhole: true, spent: [], inFlight: [] } });
    await redis.pexpire('{a}:ledger', 60_000);
    await exchange(now + 1_800_000);
    expect(await redis.pttl('{a}:ledger')).toBeLessThanOrEqual(60_000);
    await exchange(now + 3_600_000);
    expect(await redis.pttl('{a}:ledger')).toBeGreaterThan(dayMs);
  });

  it('tells the environment when what it has in flight changes, and now and then', async () => {
    const told = () => redis.hgetBuffer('{a}:in-flight', 'a user');
    const ask = { lane: 'interactive', waitedMs: 0, estimatedMs: 1, surpriseMs: 0 } as const;
    await exchange(now, { untold: fullWindow() });
    const before = await told();
    await exchange(now + 100);
    expect(await told()).toEqual(before);
    await exchange(now + 200, { asks: [{ id: 'one', ...ask }] });
    const changed = await told();
    expect(changed).not.toEqual(before);
    const swap = {
      settlements: [{ id: 'one', executionMs: 1, operations: 1 }],
      asks: [{ id: 'two', ...ask }],
    };
    await exchange(now + 300, swap);
    expect(await told()).toEqual(changed);
    await exchange(now + 1_300);
    expect(await told()).not.toEqual(changed);
  });

  it('heeds no message that comes after its time, and says what time it is', async () => {
    const late = await exchange(now, { untold: fullWindow() }, { usefulUntil: now - 1 });
    expect(late).toEqual({ at: now, answer: undefined });
    expect(await redis.keys('*')).toEqual([]);
  });

  it('goes on by other settings as long as the slots are the same', async () => {
    await exchange(now, { untold: fullWindow() });
    const { answer } = await exchange(now, {}, { by: ledgerSettings({ limits: { requests: 100 } }) });
    expect(answer).toMatchObject({ wantsHistory: false, view: { spent: { requests: 1_200 } } });
  });

  it('takes a state of other slots for a ledger that was lost', async () => {
    await exchange(now, { untold: fullWindow() });
    const { answer } = await exchange(now, {}, { by: ledgerSettings({ slotMs: 1_000 }) });
    expect(answer?.wantsHistory).toBe(true);
    expect(await redis.hlen('{a}:ledger')).toBe(few);
  });

  it('takes a state that another version wrote for a ledger that was lost', async () => {
    await redis.hset(
      '{a}:ledger',
      'hot',
      'all of it in one',
      'settings',
      JSON.stringify(settings),
      7,
      'a slot',
    );
    expect((await exchange(now)).answer?.wantsHistory).toBe(true);
    expect(await redis.hlen('{a}:ledger')).toBe(few);
  });

  it('remembers the operations of 24 hours, an idle one among them', async () => {
    const hourMs = 3_600_000;
    const operationsAt = async (hour: number, operations: number) => {
      const untold = { isWhole: true, spent: [], inFlight: [], operations };
      return (await exchange(now + hour * hourMs, { untold })).answer?.view.operations;
    };
    expect(await operationsAt(0, 1)).toBe(1);
    expect(await operationsAt(2, 10)).toBe(11);
    expect(await operationsAt(23, 100)).toBe(111);
    expect(await operationsAt(24, 0)).toBe(110);
    expect(await operationsAt(47, 0)).toBe(0);
  });
});
