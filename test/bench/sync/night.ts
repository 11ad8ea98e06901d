import type { ServedCall } from '../../simulation/call-log.js';
import { type Cost, evenly, varyingCost } from '../../simulation/cost.js';
import { judge, type Verdict } from '../../simulation/judge.js';
import { byTheEventLoop, VirtualTime } from '../../simulation/virtual-time.js';
import { World } from '../../simulation/world.js';
import { documentedLimits } from '../ceiling.js';

/** There and back, in milliseconds. */
export const rttMs = 30;

/** What one night came to, from an idle window on. */
export interface NightResult {
  /** Until the last answer, in milliseconds of virtual time. */
  ms: number;
  requests: number;
  /** Answered 429. */
  throttled: number;
  executionMs: number;
  /** The fullest window of each facet, and the most in flight, as shares of the limits. */
  fullest: Verdict;
}

interface NightOptions {
  seed: number;
  processes: number;
  cost: Cost;
  /** Whether whole clients work in it, whose promises take long to go on. */
  hasClients: boolean;
}

/** Lets somebody work in a world of its own until he is done. The service refuses what is too much, and lets in again when there is room. */
export async function playNight(
  { seed, processes, cost, hasClients }: NightOptions,
  work: (world: World) => Promise<void>,
): Promise<NightResult> {
  const { windowMs } = documentedLimits;
  const world = new World(
    {
      seed,
      budget: { limits: documentedLimits, windowMs, processes },
      rttMs,
      costOf: (random) => varyingCost(evenly, random, cost),
      refuses: true,
      rules: { retryAfter: 'untilRoom' },
    },
    hasClients ? new VirtualTime(byTheEventLoop) : new VirtualTime(),
  );
  let isOver = false;
  const working = work(world).finally(() => (isOver = true));
  // It is awaited below; a failure is not to be taken for one that nobody hears of.
  working.catch(() => undefined);
  await world.time.runUntil(longestMs, () => isOver);
  if (!isOver) throw new Error('The night was too short.');
  await working;
  const { log } = world.service;
  return {
    ms: world.time.now(),
    requests: log.length,
    throttled: log.filter(({ wasRefused }) => wasRefused).length,
    executionMs: log.reduce((sum: number, call: ServedCall) => sum + call.executionMs, 0),
    fullest: judge(log, documentedLimits, windowMs),
  };
}

/** Nobody waits for longer. */
const longestMs = 48 * 3_600_000;
