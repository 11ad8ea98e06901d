import fc from 'fast-check';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasRedis, needsRedis, RedisServer } from '../../../../../../test/support/redis.js';
import { BudgetLedger } from '../../ledger/budget-ledger.js';
import type { LedgerAnswer, LedgerMessage, Untold } from '../../ledger/ledger-message.js';
import { type LedgerOptions, type LedgerSettings, ledgerSettings } from '../../ledger/ledger-settings.js';
import type { BudgetFacet, Lane } from '../../limits.js';
import { readReply } from '../ledger-reply.js';
import { messageText } from '../message-text.js';
import { readReport } from '../report-reply.js';
import { settingsText } from '../settings-text.js';
import { ledgerScriptOnToldTime, reportScriptOnToldTime } from './ledger-script.js';

/** What one process does next; whom and what of its own it means is drawn by number, for ids are given out while it runs. */
interface Step {
  member: number;
  passedMs: number;
  /** Of the permits that are held, which are given back, and how much each took. */
  settled: { permit: number; executionMs: number | undefined; operations: number }[];
  asks: { lane: Lane; waitedMs: number; estimatedMs: number; surpriseMs: number }[];
  throttled: { facet: BudgetFacet; forMs: number }[];
  recommendedConcurrency: number | undefined;
  told:
    | (Pick<Untold, 'isWhole' | 'livedMs' | 'wasHeard' | 'operations' | 'spent'> & {
        inFlight: { ageMs: number; estimatedMs: number }[];
      })
    | undefined;
  own: { requests: number; executionMs: number };
  mood: 'speaks' | 'is alone' | 'leaves';
  othersInFlight: number;
}

const lane = fc.constantFrom<Lane>('interactive', 'event', 'batch');
/** Sums of sixty-fourths are exact: where the answers differ, the rules do. */
const ms = (max: number) =>
  fc.oneof(
    fc.nat(max),
    fc.nat(max * 64).map((parts) => parts / 64),
  );

const ask = (of: fc.Arbitrary<Lane>) =>
  fc.record({
    lane: of,
    waitedMs: fc.nat(500),
    estimatedMs: fc.oneof(fc.nat(20), ms(700)),
    surpriseMs: fc.oneof(fc.constant(0), ms(100)),
  });

const step: fc.Arbitrary<Step> = fc.record({
  member: fc.nat(3),
  // Within a slot, within a window, beyond a window, beyond the longest block, and to the ends of a day.
  passedMs: fc.oneof(
    { weight: 6, arbitrary: fc.nat(20) },
    { weight: 3, arbitrary: fc.nat(4_000) },
    { weight: 2, arbitrary: fc.constantFrom(-500, 9_500, 30_000, 600_000, 82_800_000, 86_400_000) },
  ),
  settled: fc.array(
    fc.record({
      permit: fc.nat(9),
      executionMs: fc.option(ms(900), { nil: undefined }),
      operations: fc.nat(200),
    }),
    { maxLength: 4 },
  ),
  asks: fc.oneof(
    { weight: 4, arbitrary: fc.array(ask(lane), { maxLength: 5 }) },
    // Citizens pass a nightly load by, which has its turn all the same.
    {
      weight: 1,
      arbitrary: fc
        .array(ask(fc.constant('interactive' as const)), { minLength: 8, maxLength: 16 })
        .chain((flood) => ask(fc.constant('batch' as const)).map((patient) => [patient, ...flood])),
    },
  ),
  throttled: fc.oneof(
    { weight: 9, arbitrary: fc.constant<Step['throttled']>([]) },
    {
      weight: 1,
      arbitrary: fc.array(
        fc.record({
          facet: fc.constantFrom<BudgetFacet>('requests', 'executionTime', 'concurrency', 'unknown'),
          forMs: fc.oneof(ms(3_000), fc.constant(1_000_000)),
        }),
        { maxLength: 2 },
      ),
    },
  ),
  recommendedConcurrency: fc.option(fc.integer({ min: 1, max: 9 }), { nil: undefined, freq: 10 }),
  told: fc.option(
    fc.record({
      isWhole: fc.boolean(),
      wasHeard: fc.boolean(),
      operations: fc.nat(300),
      livedMs: fc.constantFrom(undefined, 0, 9_000, 13_000, 60_000),
      spent: fc.array(fc.record({ ageMs: ms(12_000), requests: fc.nat(4), executionMs: ms(900) }), {
        maxLength: 4,
      }),
      inFlight: fc.array(fc.record({ ageMs: fc.nat(2_000), estimatedMs: ms(700) }), { maxLength: 2 }),
    }),
    { nil: undefined },
  ),
  own: fc.record({ requests: fc.nat(20), executionMs: ms(4_000) }),
  mood: fc.oneof(
    { weight: 12, arbitrary: fc.constant('speaks' as const) },
    { weight: 1, arbitrary: fc.constantFrom('is alone' as const, 'leaves' as const) },
  ),
  othersInFlight: fc.nat(3),
});

const options: fc.Arbitrary<LedgerOptions> = fc.record({
  limits: fc.oneof(
    fc.record({
      requests: fc.integer({ min: 4, max: 60 }),
      executionMs: fc.integer({ min: 500, max: 20_000 }),
      concurrency: fc.integer({ min: 5, max: 16 }),
    }),
    fc.constant({ requests: 200, executionMs: 100_000, concurrency: 100 }),
  ),
  margin: fc.constantFrom(1, 0.99, 0.9),
  windowMs: fc.constant(10_000),
  slotMs: fc.constantFrom(50, 10_000 / 1_200, 1_000),
  leaseMs: fc.constantFrom(1_000, 3_000),
  graceMs: fc.constantFrom(100, 1_000),
  processes: fc.integer({ min: 1, max: 4 }),
  environmentConcurrency: fc.option(fc.integer({ min: 3, max: 12 }), { nil: undefined }),
  reserves: fc.constantFrom({}, { interactive: 0.02 }, { interactive: 0.1, event: 0.2 }),
});

/** Turns what was drawn into messages, with the ids that the ledger gave out. */
class Conversation {
  private readonly held: string[] = [];
  private count = 0;

  message(drawn: Step): LedgerMessage {
    const { throttled, recommendedConcurrency, own, told } = drawn;
    return {
      member: `member ${drawn.member}`,
      settlements: drawn.settled.flatMap(({ permit, ...rest }) => {
        const id = this.held[permit];
        return id === undefined ? [] : [{ id, ...rest }];
      }),
      asks: drawn.asks.map((ask) => ({ id: this.newId(), ...ask })),
      throttled,
      recommendedConcurrency,
      untold: told && { ...told, inFlight: told.inFlight.map((each) => this.untoldPermit(each)) },
      own,
      isAlone: drawn.mood === 'is alone',
      isLeaving: drawn.mood === 'leaves',
    };
  }

  heard({ granted }: LedgerAnswer): void {
    this.held.push(...granted);
  }

  private untoldPermit(each: { ageMs: number; estimatedMs: number }) {
    const id = this.newId();
    this.held.push(id);
    return { id, lane: 'batch' as const, ...each };
  }

  private newId(): string {
    return `permit ${(this.count += 1)}`;
  }
}

describe.skipIf(!hasRedis)(`the ledger's rules in Lua ${needsRedis}`, () => {
  let server: RedisServer;
  let redis: Redis & {
    exchangeBuffer(...args: string[]): Promise<Buffer[]>;
    report(...args: string[]): Promise<string>;
  };
  const start = Date.UTC(2026, 0, 1);

  beforeAll(async () => {
    server = await RedisServer.start();
    redis = new Redis(server.url) as typeof redis;
    redis.defineCommand('exchange', { numberOfKeys: 2, lua: ledgerScriptOnToldTime });
    redis.defineCommand('report', { numberOfKeys: 1, lua: reportScriptOnToldTime });
  });
  afterAll(async () => {
    redis.disconnect();
    await server.close();
  });

  /** What another application user has in flight, told by a ledger of its own. */
  const tellOthers = (inFlight: string, count: number, now: number) =>
    redis.eval(
      "return redis.call('HSET', KEYS[1], 'another user', cmsgpack.pack(tonumber(ARGV[1]), tonumber(ARGV[2])))",
      1,
      inFlight,
      count,
      now,
    );

  const inRedis = async (settings: LedgerSettings, message: LedgerMessage, now: number) => {
    const reply = await redis.exchangeBuffer(
      '{a}:ledger',
      '{a}:in-flight',
      settingsText(settings),
      messageText(message),
      'a user',
      '{a}:news',
      '',
      `${now}`,
    );
    return readReply(reply, settings.limits).answer;
  };

  it(
    'gives to any conversation the answers that the ledger in memory gives, and reports the same',
    { timeout: 120_000 },
    async () => {
      await fc.assert(
        fc.asyncProperty(options, fc.array(step, { minLength: 5, maxLength: 60 }), async (drawn, steps) => {
          await redis.flushall();
          const settings = ledgerSettings(drawn);
          let ledger: BudgetLedger | undefined;
          const conversation = new Conversation();
          let now = start;
          for (const each of steps) {
            now += each.passedMs;
            const message = conversation.message(each);
            const others = settings.environmentConcurrency === undefined ? 0 : each.othersInFlight;
            await tellOthers('{a}:in-flight', others, now);
            ledger ??= new BudgetLedger(settings, now);
            const expected = ledger.exchange(message, now, others);
            const answer = await inRedis(settings, message, now);
            expect(answer).toEqual(about(expected));
            conversation.heard(expected);
          }
          for (const laterMs of [0, 3_000, 9_000]) {
            const report = readReport(await redis.report('{a}:ledger', `${now + laterMs}`));
            expect(report).toEqual(about(ledger?.report(now + laterMs)));
          }
        }),
        { numRuns: 300 },
      );
    },
  );
});

/** Powers differ in the last digit from one library to another, and JSON from Lua has fourteen digits. */
function about(value: unknown): unknown {
  if (typeof value === 'number') return expect.closeTo(value, 6);
  if (Array.isArray(value)) return value.map(about);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, about(each)]));
}
