import { type BudgetCase, leaseMs, margin, windowMs } from './budget-case.js';
import type { ServedCall } from './call-log.js';
import { caseCost } from './case-cost.js';
import { Expectations } from './expectations.js';
import { judge, type Verdict } from './judge.js';
import { Crew } from './trouble.js';
import type { Variant } from './variants.js';
import { World } from './world.js';

/** How a story ended. */
export interface Ending {
  verdict: Verdict;
  log: readonly ServedCall[];
  /** Callers who neither left nor died with their process, and were not served in bounded time. */
  starved: number;
  /** Calls that came after one of the same lane and process that was asked for later. */
  outOfTurn: number;
  /** Calls that the service would have answered with 429. */
  refusable: number;
}

export async function play(story: BudgetCase, variant: Variant = {}): Promise<Ending> {
  const world = worldOf(story, variant);
  const crew = new Crew(world, 'causeway', story.processes, (place) => story.aheadMs[place] ?? 0);
  const expectations = new Expectations(world, crew);
  for (const trouble of story.troubles) crew.meet(trouble);
  for (const wave of story.waves) expectations.rise(wave);
  const lastMs = lastMomentOf(story);
  await world.time.runUntil(lastMs);
  await world.time.runUntil(lastMs + patienceMs(story), () => expectations.open === 0);
  const { log } = world.service;
  return {
    verdict: judge(log, story.limits, windowMs),
    log,
    starved: expectations.open,
    outOfTurn: outOfTurn(log),
    refusable: log.filter(({ wasRefused }) => wasRefused).length,
  };
}

function outOfTurn(log: readonly ServedCall[]): number {
  const latest = new Map<string, number>();
  return log.filter(({ process, lane, place }) => {
    const before = latest.get(`${process} ${lane}`) ?? 0;
    latest.set(`${process} ${lane}`, Math.max(before, place));
    return place < before;
  }).length;
}

const worldOf = (story: BudgetCase, variant: Variant): World =>
  new World({
    seed: story.seed,
    budget: {
      limits: story.limits,
      processes: story.processes,
      reserves: story.reserves,
      margin,
      windowMs,
      leaseMs,
      slotMs: 10,
      graceMs: 300,
      ...variant.ledger,
    },
    // As with the real settings: more than a call of any kind usually takes.
    firstEstimateMs: 4 * (story.cost.meanMs + story.rttMs + story.latestMs),
    rttMs: story.rttMs,
    latestMs: story.latestMs,
    measureMs: (durationMs) => durationMs * (1 - story.unseenShare),
    ledgerDelayMs: [0.2, 5],
    ledgerTimeoutMs: 100,
    costOf: caseCost(story.cost),
    ...(variant.budgetOf && { budgetOf: variant.budgetOf }),
  });

/** When nothing new comes and nothing more goes wrong. */
function lastMomentOf({ waves, troubles }: BudgetCase): number {
  const calmed = troubles.map((trouble) => {
    const forMs = 'forMs' in trouble ? trouble.forMs : 0;
    const downMs = 'downForMs' in trouble ? trouble.downForMs : 0;
    const awayMs = 'backAfterMs' in trouble ? trouble.backAfterMs : 0;
    return trouble.atMs + Math.max(forMs, downMs, awayMs);
  });
  return Math.max(...waves.map(({ atMs, overMs }) => atMs + overMs), ...calmed);
}

/** As many windows as half of the limits need for all that is wished, and three more: whoever still waits then starves. */
function patienceMs({ waves, limits, cost, rttMs, latestMs }: BudgetCase): number {
  const calls = waves.reduce((sum, wave) => sum + wave.calls, 0);
  const workMs =
    waves.reduce((sum, wave) => sum + wave.calls * wave.rows, 0) * 1.5 * (cost.meanMs + rttMs + latestMs);
  const windows = Math.ceil(2 * Math.max(calls / limits.requests, workMs / limits.executionMs));
  return (windows + 3) * (windowMs + leaseMs);
}
