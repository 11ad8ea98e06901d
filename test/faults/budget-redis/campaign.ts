import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { BudgetLimits } from '#lib/resilience';
import { RedisServer } from '../../support/redis.js';
import { Caller } from './callers.js';
import { callsASecond, type FullestWindows, fullestWindows } from './judge.js';
import { LimitedService } from './limited-service.js';
import { type Ground, type Trouble, TROUBLES } from './troubles.js';

export interface CampaignOptions {
  processes: number;
  windowMs: number;
  /** Only a few troubles. */
  isShort: boolean;
  /** False: each process has the whole limit, which must be found. */
  isSharing: boolean;
  signal: AbortSignal;
  onTrouble: (result: TroubleResult) => void;
  /** Ends the campaign early, by what is known after a trouble. */
  isEnough: (result: CampaignResult) => boolean;
}

/** How the work went on, in calls a second. */
export interface TroubleResult {
  name: string;
  before: number;
  during: number;
  after: number;
}

export interface CampaignResult {
  limits: BudgetLimits;
  windowMs: number;
  calls: number;
  fullest: FullestWindows;
  mostAtATime: number;
  troubles: TroubleResult[];
}

/** How long it is quiet before a trouble, and how long a trouble and the time to recover are, in windows. */
const SPANS = { before: 0.4, trouble: 0.5, recovery: 1.1 };

/** Sixty calls a second, and execution time for a few more. */
const limitsOf = (windowMs: number): BudgetLimits => ({
  requests: (60 * windowMs) / 1_000,
  executionMs: windowMs * 2,
  concurrency: 16,
});

/** One trouble after another, while all processes work. What it started has ended when it settles, however it does. */
export async function runCampaign(options: CampaignOptions): Promise<CampaignResult> {
  const closing: (() => Promise<unknown>)[] = [];
  try {
    return await play(options, closing);
  } finally {
    for (const close of closing.reverse()) await close();
  }
}

async function play(options: CampaignOptions, closing: (() => Promise<unknown>)[]): Promise<CampaignResult> {
  const { windowMs, isShort, onTrouble, isEnough } = options;
  const broken = new AbortController();
  const signal = AbortSignal.any([options.signal, broken.signal]);
  const pass = (ms: number) =>
    sleep(ms, undefined, { signal }).catch(() => {
      throw signal.reason;
    });
  const service = await LimitedService.start();
  closing.push(async () => service.close());
  const ground = await prepare(service, options, (error) => broken.abort(error), closing);
  await pass(windowMs);
  const troubles: TroubleResult[] = [];
  for (const trouble of TROUBLES.filter((each) => each.isShort || !isShort)) {
    const result = await live(trouble, ground, service, { windowMs, pass });
    troubles.push(result);
    onTrouble(result);
    if (isEnough(resultOf(service, windowMs, troubles))) break;
  }
  return resultOf(service, windowMs, troubles);
}

const resultOf = (
  { calls, mostAtATime }: LimitedService,
  windowMs: number,
  troubles: TroubleResult[],
): CampaignResult => ({
  limits: limitsOf(windowMs),
  windowMs,
  calls: calls.length,
  fullest: fullestWindows(calls, windowMs),
  mostAtATime,
  troubles,
});

async function prepare(
  service: LimitedService,
  { processes, windowMs, isSharing }: CampaignOptions,
  onBroken: (error: Error) => void,
  closing: (() => Promise<unknown>)[],
): Promise<Ground> {
  const directory = await mkdtemp(join(tmpdir(), 'causeway-faults-'));
  closing.push(() => rm(directory, { recursive: true, force: true }));
  const redis = await RedisServer.start('--appendonly', 'yes', '--appendfsync', 'always');
  closing.push(() => redis.close());
  const prepareCaller = async (name: string) => {
    const caller = await Caller.prepare(name, {
      serviceUrl: service.url,
      isSharing,
      costMs: { least: 10, most: 40 },
      budget: {
        environmentUrl: 'https://contoso.example',
        applicationUser: 'a user',
        processes,
        limits: limitsOf(windowMs),
        windowMs,
        graceMs: 300,
        leaseMs: 1_000,
        answerWithinMs: 400,
      },
      redisPort: redis.port,
      directory,
      onBroken,
    });
    closing.push(() => caller.close());
    return caller;
  };
  const first = await prepareCaller('a');
  const others = await Promise.all(['b', 'c', 'd', 'e', 'f'].slice(0, processes - 1).map(prepareCaller));
  // All of them are known to be closed by now, so that one that does not start leaves no other behind.
  await Promise.all([first, ...others].map((caller) => caller.start()));
  return { redis, callers: [first, ...others] };
}

/** Before it, while it lasts, and when the processes have had a while to find back together. */
async function live(
  trouble: Trouble,
  ground: Ground,
  { calls }: LimitedService,
  { windowMs, pass }: { windowMs: number; pass: (ms: number) => Promise<void> },
): Promise<TroubleResult> {
  const quietAt = performance.now();
  await pass(windowMs * SPANS.before);
  const beganAt = performance.now();
  await trouble.begin(ground);
  await pass(windowMs * SPANS.trouble);
  const endedAt = performance.now();
  await trouble.end(ground);
  await pass(windowMs * SPANS.recovery);
  const now = performance.now();
  return {
    name: trouble.name,
    before: callsASecond(calls, quietAt, beganAt),
    during: callsASecond(calls, beganAt, endedAt),
    after: callsASecond(calls, (endedAt + now) / 2, now),
  };
}
