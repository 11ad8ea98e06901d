import { entraDefaults } from '../../../stand-ins/entra/src/index.js';
import { RedisServer } from '../../support/redis.js';
import type { Places } from '../../support/dataverse-identity.js';
import { Worker } from '../worker.js';
import type { LoadOrder, LoadResult, LoadSettings } from './load.child.js';
import { compressionFor, countedWindows, realWindowMs } from './settings.js';

/** Who takes part in a round. */
export interface RoundSettings {
  rows: number;
  processes: number;
  seed: number;
  signal: AbortSignal;
}

/** What the service's own log says of a round, and what its clients counted. */
export interface RoundResult {
  processes: number;
  /** In the counted windows. */
  answered: number;
  countedMs: number;
  throttled: number;
  /** The fullest sliding window of each facet, as a share of the limit. */
  fullest: { requests: number; executionMs: number };
  mostInFlight: number;
  lagP99Ms: number;
  failures: Record<string, number>;
  /** Of all client processes, for a call. */
  cpuMsPerCall: number;
}

interface Stats {
  throttled: number;
  eventLoopLag: { p99Ms: number };
  usage: Record<string, { fullestShare: RoundResult['fullest']; mostInFlight: number }>;
}

/** One window that is discarded, then those that count, against a new stand-in and a new ledger. */
export async function playRound({ rows, processes, seed, signal }: RoundSettings): Promise<RoundResult> {
  const started: { end(): Promise<void> }[] = [];
  try {
    const program = (name: string) => new URL(`./${name}.child.js`, import.meta.url);
    const service = await Worker.start<Places>('The service', program('service'), { rows, seed }, signal);
    started.push(service.worker);
    const redis = processes > 1 ? await RedisServer.start() : undefined;
    if (redis) started.push({ end: () => redis.close() });
    const settings: LoadSettings = {
      places: service.ready,
      compression: compressionFor(rows),
      processes,
      redisUrl: redis?.url,
    };
    const loads = [];
    for (let n = 1; n <= processes; n += 1) {
      const { worker } = await Worker.start(`Process ${n}`, program('load'), settings, signal);
      started.push(worker);
      loads.push(worker);
    }
    const windowMs = realWindowMs / compressionFor(rows);
    const countFrom = Date.now() + windowMs;
    const order: LoadOrder = { countFrom, endAt: countFrom + countedWindows * windowMs };
    const results = await Promise.all(loads.map((load) => load.ask<LoadResult>(order)));
    return {
      processes,
      countedMs: countedWindows * windowMs,
      ...(await judged(service.ready)),
      ...summed(results),
    };
  } finally {
    for (const each of started.reverse()) await each.end();
  }
}

async function judged({ dataverseUrl }: Places) {
  const response = await fetch(`${dataverseUrl}/_control/stats`);
  const { throttled, eventLoopLag, usage } = (await response.json()) as Stats;
  const user = usage[entraDefaults.clients['website-intake'].applicationId];
  if (!user) throw new Error('The service has not heard of the application user.');
  const { fullestShare, mostInFlight } = user;
  return { throttled, lagP99Ms: eventLoopLag.p99Ms, fullest: fullestShare, mostInFlight };
}

function summed(results: LoadResult[]) {
  const answered = sumOf(results, ({ answered }) => answered);
  const failures: Record<string, number> = {};
  for (const result of results)
    for (const [code, times] of Object.entries(result.failures))
      failures[code] = (failures[code] ?? 0) + times;
  return { answered, failures, cpuMsPerCall: sumOf(results, ({ cpuMs }) => cpuMs) / Math.max(answered, 1) };
}

const sumOf = (results: LoadResult[], of: (result: LoadResult) => number): number =>
  results.reduce((sum, result) => sum + of(result), 0);
