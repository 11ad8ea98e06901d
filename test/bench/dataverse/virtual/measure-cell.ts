import type { ServedCall } from '../../../simulation/call-log.js';
import { varyingCost } from '../../../simulation/cost.js';
import { judge, type Verdict } from '../../../simulation/judge.js';
import { byTheEventLoop, VirtualTime } from '../../../simulation/virtual-time.js';
import { World } from '../../../simulation/world.js';
import { simulatedWindows, steadyRate } from '../../budget-share/steady-share.js';
import { type CeilingLimits, documentedLimits, steadyCeiling } from '../../ceiling.js';
import { meanCostMsOf, variation } from '../forms.js';
import { startCauseway } from './causeway.js';
import type { Cell } from './cells.js';
import { startLoop } from './loop.js';

/** There and back, in milliseconds. */
export const rttMs = 30;

export interface CellResult {
  cell: Cell;
  seed: number;
  /** In the mean of the requests that were worked at. */
  rowsARequest: number;
  rowsPerSecond: number;
  /** Of requests of this size and form. */
  ceiling: number;
  share: number;
  /** 429s, from the first moment on. */
  throttled: number;
  /** The fullest window of each facet and the most in flight, as shares of the limits; a request that was refused counts as one. */
  fullest: Verdict;
}

/** Sustained load on one application user, in virtual time. */
export async function measureCell(
  cell: Cell,
  seed: number,
  limits: CeilingLimits = documentedLimits,
): Promise<CellResult> {
  const { windowMs } = limits;
  const world = worldOf(cell, seed, limits);
  const stops = startProcesses(world, cell);
  await world.time.runUntil(simulatedWindows * windowMs);
  for (const stop of stops) stop();
  const { log } = world.service;
  const done = log.filter(({ wasRefused, rows }) => !wasRefused && rows > 0);
  const rowsPerSecond = steadyRate(done, windowMs);
  const rows = meanOf(done, (call) => call.rows);
  // Of what the requests of this seed did cost.
  const costMs = meanOf(done, ({ executionMs }) => executionMs);
  const ceiling = steadyCeiling({ rows, costMs, rttMs }, limits);
  return {
    cell,
    seed,
    rowsARequest: rows,
    rowsPerSecond,
    ceiling,
    share: rowsPerSecond / ceiling,
    throttled: log.filter(({ wasRefused }) => wasRefused).length,
    fullest: judge(log, limits, windowMs),
  };
}

/** A promise of a whole client goes on more often than the quick way of the simulation allows for. */
const worldOf = ({ contender, processes, retryAfter }: Cell, seed: number, limits: CeilingLimits): World =>
  new World(
    {
      seed,
      budget: { limits, windowMs: limits.windowMs, processes },
      rttMs,
      costOf: (random) => varyingCost(variation, random, meanCostMsOf[contender.form]),
      refuses: true,
      rules: { retryAfter },
    },
    new VirtualTime(byTheEventLoop),
  );

function startProcesses(world: World, { contender, processes }: Cell): (() => void)[] {
  return Array.from({ length: processes }, () => {
    const seat = world.seat();
    if (contender.by === 'causeway') return startCauseway(world.time, seat, contender.form);
    startLoop(world.time, seat, contender);
    return () => undefined;
  });
}

const meanOf = (calls: readonly ServedCall[], of: (call: ServedCall) => number): number =>
  calls.reduce((sum, call) => sum + of(call), 0) / calls.length;
