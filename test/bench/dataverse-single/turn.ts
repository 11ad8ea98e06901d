import { createHistogram, performance } from 'node:perf_hooks';
import type { Contender } from './contender.js';
import { keysOf } from './rows.js';

/** What a contender does in one turn. */
export interface Turn {
  operation: 'retrieve' | 'upsert';
  /** Requests in flight at a time. */
  concurrency: number;
  rows: number;
  /** What an upsert writes, and what a retrieve must find. */
  stamp: string;
}

/** What a turn came to. */
export interface TurnResult {
  /** User and system time of the contender's process, all of its threads: garbage collection is paid by who makes it. */
  cpuMs: number;
  wallMs: number;
  p50Ms: number;
  p99Ms: number;
  /** Rows that were not read or written as asked. */
  failures: number;
  firstFailure?: string;
}

/** Lets a contender do a turn, and measures it in this process. */
export async function takeTurn(contender: Contender, turn: Turn): Promise<TurnResult> {
  const latency = createHistogram();
  const failures: string[] = [];
  const keys = keysOf(turn.rows);
  let next = 0;
  const workThrough = async () => {
    for (let key = keys[next++]; key !== undefined; key = keys[next++]) {
      const startedAt = performance.now();
      await doOne(contender, turn, key).catch((error: unknown) => failures.push(inWords(error)));
      latency.record(Math.max(1, Math.round((performance.now() - startedAt) * 1e6)));
    }
  };
  // What earlier turns left behind is theirs.
  globalThis.gc?.();
  const cpuBefore = process.cpuUsage();
  const startedAt = performance.now();
  await Promise.all(Array.from({ length: turn.concurrency }, workThrough));
  const wallMs = performance.now() - startedAt;
  const { user, system } = process.cpuUsage(cpuBefore);
  return {
    cpuMs: (user + system) / 1_000,
    wallMs,
    p50Ms: latency.percentile(50) / 1e6,
    p99Ms: latency.percentile(99) / 1e6,
    failures: failures.length,
    ...(failures[0] !== undefined && { firstFailure: failures[0] }),
  };
}

async function doOne(contender: Contender, { operation, stamp }: Turn, key: string): Promise<void> {
  if (operation === 'upsert') return contender.upsert({ key, stamp });
  const row = await contender.retrieve(key);
  if (row?.key !== key || row.stamp !== stamp) throw new Error('It is not the row that was asked for.');
}

const inWords = (error: unknown): string => (error instanceof Error ? error.message : JSON.stringify(error));
