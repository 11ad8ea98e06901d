import { evenly, meanCostMs, varyingCost } from '../../simulation/cost.js';
import { loadAll } from '../../simulation/workload.js';
import { World } from '../../simulation/world.js';
import { shortestMakespanMs } from '../ceiling.js';

/** A job that begins in an idle window: so many rows, so many a request. */
export interface Job {
  rows: number;
  rowsARequest: number;
  rttMs: number;
}

export interface JobResult extends Job {
  seconds: number;
  shortestSeconds: number;
  refusable: number;
}

export const jobs: readonly Job[] = [20_000, 90_000, 180_000, 400_000].map((rows) => ({
  rows,
  rowsARequest: 100,
  rttMs: 30,
}));

export async function measureJob(job: Job, seed: number): Promise<JobResult> {
  const { rows, rowsARequest, rttMs } = job;
  const count = rows / rowsARequest;
  const world = new World({ seed, budget: {}, rttMs, costOf: (random) => varyingCost(evenly, random) });
  let doneAt: number | undefined;
  const { process } = world.start();
  void loadAll(process, { lane: 'batch', rows: rowsARequest }, count).then(() => (doneAt = world.time.now()));
  await world.time.runUntil(Infinity, () => doneAt !== undefined);
  const shortestMs = shortestMakespanMs(count, {
    rows: rowsARequest,
    costMs: meanCostMs(rowsARequest),
    rttMs,
  });
  return {
    ...job,
    seconds: world.time.now() / 1_000,
    shortestSeconds: shortestMs / 1_000,
    refusable: world.service.log.filter(({ wasRefused }) => wasRefused).length,
  };
}
