import { Redis } from 'ioredis';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { hasRedis, needsRedis, RedisServer } from '../../../../../../test/support/redis.js';
import type { LedgerMessage } from '../../ledger/ledger-message.js';
import { ledgerSettings } from '../../ledger/ledger-settings.js';
import { readReply } from '../ledger-reply.js';
import { ledgerScript, ledgerScriptOnToldTime } from './ledger-script.js';

describe.skipIf(!hasRedis)(`the state of the ledger in Redis ${needsRedis}`, () => {
  let server: RedisServer;
  let redis: Redis;
  const settings = ledgerSettings();
  const now = Date.UTC(2026, 0, 1);
  const dayMs = 86_400_000;
  /** Fields beside those of the slots: what every message needs, and the settings. */
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
  const exchange = async (at?: number, words: Partial<LedgerMessage> = {}, usefulUntil: number | '' = '') => {
    const message = { member: 'a', settlements: [], throttled: [], asks: [], own: {}, ...words };
    const given = [settings, message].map((each) => JSON.stringify(each));
    const keys = ['{a}:ledger', '{a}:in-flight'];
    const text = await redis.eval(
      at === undefined ? ledgerScript : ledgerScriptOnToldTime,
      2,
      ...keys,
      ...given,
      'a user',
      '{a}:news',
      usefulUntil,
      at ?? '',
    );
    return readReply(String(text), settings.limits);
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
    expect(await redis.hlen('{a}:ledger')).toBe(1_200 + few);
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

  it('heeds no message that comes after its time, and says what time it is', async () => {
    const late = await exchange(now, { untold: fullWindow() }, now - 1);
    expect(late).toEqual({ at: now, answer: undefined });
    expect(await redis.keys('*')).toEqual([]);
  });

  it('takes a state of other slots for a ledger that was lost', async () => {
    await exchange(now, { untold: fullWindow() });
    await redis.hset('{a}:ledger', 'hot', Buffer.from([0x81, 0xa1, 0x61, 0x01]));
    expect((await exchange(now)).answer?.wantsHistory).toBe(true);
    expect(await redis.hlen('{a}:ledger')).toBe(few);
  });
});
