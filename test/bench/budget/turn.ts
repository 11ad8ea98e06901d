import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Contender } from './contender.js';

/**
 * What one process does in a turn: so many acquisitions one after the other, with pauses of that length on average between them,
 * or as many as it gets until a moment.
 */
export type Turn =
  | { kind: 'cost'; calls: number; pauseMs: number }
  /** Moments in epoch milliseconds: one process makes a single call, and later all of them as many as they get. */
  | { kind: 'limit'; isFirst: boolean; loadFrom: number; until: number };

/** Of the acquisitions of one process. */
export interface CostResult {
  cpuMs: number;
  /** How long each took. */
  waitsMs: number[];
}

/** Milliseconds of each acquisition, by the clock of the machine that all its processes share and nobody sets. */
export interface LimitResult {
  acquiredAt: number[];
}

/** At a time in a process that takes what it gets. */
const WAITING = 8;

export const takeTurn = (contender: Contender, turn: Turn): Promise<CostResult | LimitResult> =>
  turn.kind === 'cost' ? measureCost(contender, turn) : takeAll(contender, turn);

type CostTurn = Extract<Turn, { kind: 'cost' }>;

async function measureCost(contender: Contender, { calls, pauseMs }: CostTurn): Promise<CostResult> {
  const waitsMs: number[] = [];
  globalThis.gc?.();
  const cpuBefore = process.cpuUsage();
  for (let call = 0; call < calls; call += 1) {
    if (pauseMs > 0) await sleep(Math.random() * 2 * pauseMs);
    const askedAt = performance.now();
    const settle = await contender.acquire();
    waitsMs.push(performance.now() - askedAt);
    settle();
  }
  const { user, system } = process.cpuUsage(cpuBefore);
  return { cpuMs: (user + system) / 1_000, waitsMs };
}

type LimitTurn = Extract<Turn, { kind: 'limit' }>;

async function takeAll(contender: Contender, { isFirst, loadFrom, until }: LimitTurn): Promise<LimitResult> {
  const acquiredAt: number[] = [];
  const takeOne = async () => {
    const settle = await contender.acquire();
    // Not the process's own clock: those of two processes differ by milliseconds, which a window is too full by.
    acquiredAt.push(Number(process.hrtime.bigint()) / 1e6);
    settle();
  };
  if (isFirst) await takeOne();
  await sleep(loadFrom - Date.now());
  const load = async () => {
    while (Date.now() < until) await takeOne();
  };
  // Who still waits at the end may wait for as long as a window, and is of no interest.
  const all = Array.from({ length: WAITING }, load);
  await Promise.race([Promise.allSettled(all), sleep(until - Date.now())]);
  return { acquiredAt };
}
