import { meanCostMs, varyingCost } from '../../simulation/cost.js';
import { judge, type Verdict } from '../../simulation/judge.js';
import { saturate } from '../../simulation/workload.js';
import { World } from '../../simulation/world.js';
import { documentedLimits, steadyCeiling } from '../ceiling.js';
import { type Cell, COSTS } from './cells.js';
import { simulatedWindows, steadyRate } from './steady-share.js';

export interface CellResult {
  cell: Cell;
  seed: number;
  rowsPerSecond: number;
  ceiling: number;
  /** Of the ceiling. */
  share: number;
  /** Requests that the service would have refused. */
  refusable: number;
  /** The fullest window of each facet and the most in flight, as shares of the limits. */
  fullest: Verdict;
}

/** A saturated batch, in virtual time. */
export async function measureCell(cell: Cell, seed: number): Promise<CellResult> {
  const { windowMs } = documentedLimits;
  const { rows, rttMs, processes } = cell;
  // A call that is cut off by its timeout is another story: here none is.
  const leaseMs = Math.max(30_000, 10 * meanCostMs(rows));
  const world = new World({
    seed,
    budget: { limits: documentedLimits, windowMs, processes, leaseMs },
    rttMs,
    costOf: (random) => varyingCost(COSTS[cell.costs], random),
  });
  for (let n = 0; n < processes; n += 1) saturate(world.start().process, { lane: 'batch', rows });
  await world.time.runUntil(simulatedWindows * windowMs);
  const { log } = world.service;
  const rowsPerSecond = steadyRate(log, windowMs);
  // Of what the requests of this seed did cost: a hundredth that costs five times as much is one more or less.
  const costMs = log.reduce((sum, { executionMs }) => sum + executionMs, 0) / log.length;
  const ceiling = steadyCeiling({ rows, costMs, rttMs });
  return {
    cell,
    seed,
    rowsPerSecond,
    ceiling,
    share: rowsPerSecond / ceiling,
    refusable: log.filter(({ wasRefused }) => wasRefused).length,
    fullest: judge(log, documentedLimits, windowMs),
  };
}
