import { entraDefaults } from '../../../stand-ins/entra/src/index.js';
import type { Places } from '../../support/dataverse-identity.js';
import { RedisServer } from '../../support/redis.js';
import { Worker } from '../worker.js';
import { countedWindows, realWindowMs } from './compression.js';
import type { LoadResult, LoadSettings } from './serve-load.js';
import type { ServiceSettings } from './service.child.js';
import type { LoadOrder } from './tally.js';

/** Who takes part in a round. */
export interface RoundSettings extends ServiceSettings {
  /** The compiled program of a process of the load. */
  load: URL;
  processes: number;
  signal: AbortSignal;
}

/** What the service's own log says of a round, and what its clients counted. */
export interface RoundResult {
  processes: number;
  /** Calls or rows, whatever the load counts, in the counted windows. */
  done: number;
  /** In real time, of which the compression makes less. */
  countedMs: number;
  rowsARequest: number;
  throttled: number;
  /** The fullest sliding window of each facet, as a share of the limit. */
  fullest: { requests: number; executionMs: number };
  mostInFlight: number;
  lagP99Ms: number;
  failures: Record<string, number>;
  /** Of all client processes, in the counted windows. */
  cpuMs: number;
  /** Of the largest of them. */
  peakRssMiB: number;
}

interface Stats {
  throttled: number;
  eventLoopLag: { p99Ms: number };
  usage: Record<string, Usage>;
}

interface Usage {
  requests: number;
  operations: number;
  fullestShare: RoundResult['fullest'];
  mostInFlight: number;
}

/** One window that is discarded, then those that count, against a new stand-in and a new ledger. */
export async function playRound(settings: RoundSettings): Promise<RoundResult> {
  const { compression, costs, processes, load, signal } = settings;
  const started: { end(): Promise<void> }[] = [];
  try {
    const program = new URL('./service.child.js', import.meta.url);
    const service = await Worker.start<Places>('The service', program, { compression, costs }, signal);
    started.push(service.worker);
    const redis = processes > 1 ? await RedisServer.start() : undefined;
    if (redis) started.push({ end: () => redis.close() });
    const loads = [];
    for (let number = 1; number <= processes; number += 1) {
      const shared = { places: service.ready, compression, processes, redisUrl: redis?.url };
      const { worker } = await Worker.start(
        `Process ${number}`,
        load,
        { ...shared, number } satisfies LoadSettings,
        signal,
      );
      started.push(worker);
      loads.push(worker);
    }
    const windowMs = realWindowMs / compression;
    const countFrom = Date.now() + windowMs;
    const order: LoadOrder = { countFrom, endAt: countFrom + countedWindows * windowMs };
    const results = await Promise.all(loads.map((each) => each.ask<LoadResult>(order)));
    return {
      processes,
      countedMs: countedWindows * realWindowMs,
      ...(await toldBy(service.ready)),
      ...together(results),
    };
  } finally {
    for (const each of started.reverse()) await each.end();
  }
}

async function toldBy({ dataverseUrl }: Places) {
  const response = await fetch(`${dataverseUrl}/_control/stats`);
  const { throttled, eventLoopLag, usage } = (await response.json()) as Stats;
  const user = usage[entraDefaults.clients['website-intake'].applicationId];
  if (!user) throw new Error('The service has not heard of the application user.');
  const { requests, operations, fullestShare, mostInFlight } = user;
  return {
    rowsARequest: operations / requests,
    throttled,
    lagP99Ms: eventLoopLag.p99Ms,
    fullest: fullestShare,
    mostInFlight,
  };
}

function together(results: LoadResult[]) {
  const failures: Record<string, number> = {};
  for (const result of results)
    for (const [code, times] of Object.entries(result.failures))
      failures[code] = (failures[code] ?? 0) + times;
  return {
    done: sumOf(results, ({ done }) => done),
    failures,
    cpuMs: sumOf(results, ({ cpuMs }) => cpuMs),
    peakRssMiB: Math.max(...results.map(({ peakRssMiB }) => peakRssMiB)),
  };
}

const sumOf = (results: LoadResult[], of: (result: LoadResult) => number): number =>
  results.reduce((sum, result) => sum + of(result), 0);
