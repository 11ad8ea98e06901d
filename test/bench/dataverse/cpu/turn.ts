import { performance } from 'node:perf_hooks';
import { keysOf } from '../../dataverse-single/rows.js';
import { peakRssMiB } from '../../peak-rss.js';
import type { Contender, RowsARequest } from './contender.js';

/** What a contender does in one turn. */
export interface Turn {
  rows: number;
  rowsARequest: RowsARequest;
  /** What it writes into each. */
  stamp: string;
}

/** What a turn came to. */
export interface TurnResult {
  /** User and system time of the contender's process, all of its threads. */
  cpuMs: number;
  wallMs: number;
  peakRssMiB: number;
}

/** Lets a contender do a turn, and measures it in this process. */
export async function takeTurn(
  contender: Contender,
  { rows, rowsARequest, stamp }: Turn,
): Promise<TurnResult> {
  const written = keysOf(rows).map((key) => ({ key, stamp }));
  // What earlier turns left behind is theirs.
  globalThis.gc?.();
  const cpuBefore = process.cpuUsage();
  const startedAt = performance.now();
  await contender.write(written, rowsARequest);
  const wallMs = performance.now() - startedAt;
  const { user, system } = process.cpuUsage(cpuBefore);
  return { cpuMs: (user + system) / 1_000, wallMs, peakRssMiB: peakRssMiB() };
}
