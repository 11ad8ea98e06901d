import { createHistogram } from 'node:perf_hooks';
import { fullestWindow } from '../../support/fullest-window.js';
import type { BenchOptions } from '../bench.js';
import { Worker } from '../worker.js';
import type { Ground } from './contender.js';
import { type ContenderName, SHARING } from './contenders.js';
import { type CommandCount, CommandCounter } from './redis-commands.js';
import type { CostResult, LimitResult, Turn } from './turn.js';

/** What an acquisition cost in one turn, those of all processes together. */
export interface CostTurn {
  kind: 'cost';
  round: number;
  contender: ContenderName;
  processes: number;
  pace: Pace;
  cpuUs: number;
  p50Us: number;
  p99Us: number;
  commands: CommandCount;
}

/** How much of a limit was used in one turn. */
export interface LimitTurn {
  kind: 'limit';
  round: number;
  contender: ContenderName;
  acquisitionsASecond: number;
  /** Of the limit, in the fullest window there was. */
  fullestWindow: number;
  commands: CommandCount;
}

/** A limit that many processes saturate; small, so that a turn takes seconds. */
export const LIMIT = { limit: 100, windowMs: 1_000 };
/** The load begins when a fixed window that began with the first call is nearly over. */
const QUIET_WINDOWS = 0.9;
export const LOADED_WINDOWS = 2.6;
const SATURATING_PROCESSES = 4;

/** One after the other at once, which is about cost; or as calls come, all processes together, which is about waiting. */
export type Pace = 'at once' | 'as calls come';
/** Five times as many as the published limit of requests admits in the long run. */
export const CALLS_A_SECOND = 100;

/** Acquisitions of each process before a turn about cost: by then its code is compiled, as it is in a service that has been up for a while. */
export const warmUpCallsOf = ({ isQuick }: Pick<BenchOptions, 'isQuick'>): number => (isQuick ? 500 : 5_000);

interface CostScene {
  contender: ContenderName;
  processes: number;
  pace: Pace;
}

/** In memory, each process has a limit of its own: what Redis adds is told beside that, since processes are in each other's way as well. */
const scenesAt = (pace: Pace, processes: number): CostScene[] =>
  (['causeway in memory', ...SHARING] as const).map((contender) => ({ contender, processes, pace }));

/** In the short form, what an acquisition costs one process, and how long it waits beside others. */
const scenesOf = ({ isQuick }: Pick<BenchOptions, 'isQuick'>): CostScene[] =>
  isQuick
    ? [...scenesAt('at once', 1), ...scenesAt('as calls come', 4)]
    : (['at once', 'as calls come'] as const).flatMap((pace) =>
        [1, 4].flatMap((processes) => scenesAt(pace, processes)),
      );

export const turnsIn = ({ rounds, isQuick }: Pick<BenchOptions, 'rounds' | 'isQuick'>): number =>
  rounds * (scenesOf({ isQuick }).length + SHARING.length);

interface RoundsOptions extends Pick<BenchOptions, 'rounds' | 'isQuick' | 'signal'> {
  redisPort: number;
  /** Acquisitions of each process in a turn that is about cost. */
  calls: number;
  onTurn: (note: string) => void;
}

/** Lets the contenders take their turns A B C A B C, so that whatever befalls the machine befalls them all. */
export async function playRounds(options: RoundsOptions): Promise<(CostTurn | LimitTurn)[]> {
  const { rounds, onTurn } = options;
  const counter = new CommandCounter(options.redisPort);
  const turns: (CostTurn | LimitTurn)[] = [];
  try {
    for (let round = 1; round <= rounds; round += 1) {
      for (const scene of scenesOf(options)) {
        turns.push(await costTurn(options, counter, { round, ...scene }));
        onTurn(`round ${round}/${rounds}: ${scene.contender}, ${scene.processes} at work, ${scene.pace}`);
      }
      for (const contender of SHARING) {
        turns.push(await limitTurn(options, counter, { round, contender }));
        onTurn(`round ${round}/${rounds}: ${contender}, at the limit`);
      }
    }
    return turns;
  } finally {
    counter.close();
  }
}

async function costTurn(
  options: RoundsOptions,
  counter: CommandCounter,
  turn: CostScene & { round: number },
): Promise<CostTurn> {
  const { contender, processes, pace } = turn;
  const isPaced = pace === 'as calls come';
  const calls = isPaced ? Math.ceil(options.calls / 4) : options.calls;
  const pauseMs = isPaced ? (processes * 1_000) / CALLS_A_SECOND : 0;
  const ground = { processes, limit: 1e8, windowMs: 300_000, name: nameOf(turn) };
  const { results, commands } = await play<CostResult>(options, counter, contender, ground, {
    warmUp: { kind: 'cost', calls: warmUpCallsOf(options), pauseMs: 0 },
    turnOf: () => ({ kind: 'cost', calls, pauseMs }),
  });
  const waits = createHistogram();
  for (const { waitsMs } of results)
    for (const ms of waitsMs) waits.record(Math.max(1, Math.round(ms * 1e6)));
  return {
    kind: 'cost',
    ...turn,
    cpuUs: mean(results.map(({ cpuMs }) => (cpuMs * 1_000) / calls)),
    p50Us: waits.percentile(50) / 1e3,
    p99Us: waits.percentile(99) / 1e3,
    commands: commands.per(processes * calls),
  };
}

async function limitTurn(
  options: RoundsOptions,
  counter: CommandCounter,
  turn: { round: number; contender: ContenderName },
): Promise<LimitTurn> {
  const { contender, round } = turn;
  const { limit, windowMs } = LIMIT;
  const ground = { ...LIMIT, processes: SATURATING_PROCESSES, name: nameOf(turn) };
  const turnOf = (index: number): Turn => {
    const loadFrom = Date.now() + windowMs * QUIET_WINDOWS;
    return { kind: 'limit', isFirst: index === 0, loadFrom, until: loadFrom + windowMs * LOADED_WINDOWS };
  };
  const { results, commands } = await play<LimitResult>(options, counter, contender, ground, { turnOf });
  const moments = results.flatMap(({ acquiredAt }) => acquiredAt);
  const events = moments.map((at) => ({ at, weight: 1 }));
  return {
    kind: 'limit',
    round,
    contender,
    acquisitionsASecond: (moments.length * 1_000) / (windowMs * LOADED_WINDOWS),
    fullestWindow: fullestWindow(events, windowMs) / limit,
    commands: commands.per(moments.length),
  };
}

interface Orders {
  /** Before the turn, and not counted: a process that has just begun is slow, whoever is in it. */
  warmUp?: Turn;
  turnOf: (index: number) => Turn;
}

/** All processes of a contender at once, and what they asked of Redis. They end with their turn. */
async function play<Result>(
  { redisPort, signal }: RoundsOptions,
  counter: CommandCounter,
  contender: ContenderName,
  of: Omit<Ground, 'redisPort'>,
  { warmUp, turnOf }: Orders,
) {
  const settings = { name: contender, ground: { ...of, redisPort } };
  const program = new URL('./contender.child.js', import.meta.url);
  const workers: Worker[] = [];
  const start = async () => {
    workers.push((await Worker.start(contender, program, settings, signal)).worker);
  };
  try {
    await Promise.all(Array.from({ length: of.processes }, start));
    if (warmUp) await Promise.all(workers.map((worker) => worker.ask(warmUp)));
    await counter.begin();
    const results = await Promise.all(workers.map((worker, index) => worker.ask<Result>(turnOf(index))));
    return { results, commands: await counter.end() };
  } finally {
    for (const worker of workers) await worker.end();
  }
}

const nameOf = (turn: { round: number; contender: string; processes?: number; pace?: Pace }): string =>
  ['turn', turn.round, turn.contender, turn.processes ?? 'limit', turn.pace ?? '']
    .join('-')
    .replaceAll(' ', '-');

const mean = (values: number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
