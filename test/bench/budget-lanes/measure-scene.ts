import type { ServedCall } from '../../simulation/call-log.js';
import { evenly, meanCostMs, varyingCost } from '../../simulation/cost.js';
import { judge, type Verdict } from '../../simulation/judge.js';
import { arriveAtRandom, saturate } from '../../simulation/workload.js';
import { World } from '../../simulation/world.js';
import { documentedLimits } from '../ceiling.js';
import { waitsOf } from './citizens.js';
import { ARRIVALS, countedWindows, mostASecond, reserve, rttMs, type Scene } from './scenes.js';

export interface SceneResult {
  scene: Scene;
  seed: number;
  citizens: number;
  /** How many of them still waited at the end. */
  unserved: number;
  /** How long citizens waited for the budget, in milliseconds; of those unserved, until the end. */
  waitMs: { p50: number; p99: number; max: number };
  /** What the batch got of what they left, as a share. */
  kept: number;
  refusable: number;
  /** Of one user: the fullest window and the most in flight; of two the worse. */
  fullest: Verdict[];
}

const { windowMs } = documentedLimits;
const endMs = (countedWindows + 1) * windowMs;

export async function measureScene(scene: Scene, seed: number): Promise<SceneResult> {
  const isShared = scene.users === 'one user';
  const world = new World({
    seed,
    budget: isShared ? { processes: 2, reserves: { interactive: reserve } } : {},
    rttMs,
    costOf: (random) => varyingCost(evenly, random),
  });
  const web = world.start(isShared ? 'all' : 'web').process;
  const load = world.start(isShared ? 'all' : 'load').process;
  saturate(load, { lane: 'batch', rows: scene.rows });
  const now = () => ARRIVALS[scene.arrivals](Math.floor(world.time.now() / windowMs));
  const askedAt: number[] = [];
  arriveAtRandom(world, { most: mostASecond, now }, () => {
    askedAt.push(world.time.now());
    void web.call({ lane: 'interactive', rows: 1 });
  });
  await world.time.runUntil(endMs);
  return resultOf(scene, seed, world.service.log, askedAt);
}

function resultOf(
  scene: Scene,
  seed: number,
  log: readonly ServedCall[],
  askedAt: readonly number[],
): SceneResult {
  const counted = log.filter(({ arrivedAt }) => arrivedAt >= windowMs);
  const citizens = counted.filter(({ lane }) => lane === 'interactive');
  const { waitsMs: waits, unserved } = waitsOf({
    askedAt,
    served: log.filter(({ lane }) => lane === 'interactive'),
    roadMs: rttMs / 2,
    from: windowMs,
    until: endMs,
  });
  const users = [...new Set(log.map(({ user }) => user))];
  return {
    scene,
    seed,
    citizens: citizens.length,
    unserved,
    waitMs: { p50: quantile(waits, 0.5), p99: quantile(waits, 0.99), max: waits.at(-1) ?? 0 },
    kept: (counted.length - citizens.length) / mostRequests(scene, citizens),
    refusable: log.filter(({ wasRefused }) => wasRefused).length,
    fullest: users.map((user) =>
      judge(
        log.filter((call) => call.user === user),
        documentedLimits,
        windowMs,
      ),
    ),
  };
}

/** As many requests of the batch as the limits admit beside these citizens. */
function mostRequests({ rows, users }: Scene, citizens: readonly ServedCall[]): number {
  const others = users === 'one user' ? citizens : [];
  const spentMs = others.reduce((sum, { executionMs }) => sum + executionMs, 0);
  return Math.min(
    documentedLimits.requests * countedWindows - others.length,
    (documentedLimits.executionMs * countedWindows - spentMs) / meanCostMs(rows),
  );
}

const quantile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
