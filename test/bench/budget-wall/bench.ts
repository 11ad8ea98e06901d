import type { Bench, BenchOptions } from '../bench.js';
import { spreadInWords, spreadOf } from '../spread.js';
import { tableOf } from '../table.js';
import { hasRedis } from '../../support/redis.js';
import { playRound, type RoundResult } from './round.js';
import { compressionFor, costOf, countedWindows, realWindowMs } from './settings.js';

/** A round in which the service was late itself measures the machine. */
const latestLagMs = 5;
/** So many void rounds in a row, and the machine is too busy for this bench. */
const voidAtMost = 3;

/** The limits of the service in wall time: how much of them is spent, and that none is passed. */
export const budgetWall: Bench = {
  description:
    'how much of the published limits is spent, in wall time against the stand-in, in compressed time',
  whole: { rounds: 5, rows: 200 },
  quick: { rounds: 1, rows: 600 },
  run: async (options) => {
    const results = await playRounds(options);
    return {
      figures: { ceiling: ceilingInWords(options.rows), rounds: results },
      words: inWords(options, results),
    };
  },
};

type Judged = RoundResult & { share: number; isVoid: boolean };

async function playRounds({ rounds, rows, signal, onStep }: BenchOptions): Promise<Judged[]> {
  const contenders = hasRedis ? [1, 4] : [1];
  const results: Judged[] = [];
  let done = 0;
  for (let round = 1; round <= rounds; round += 1) {
    for (const processes of contenders) {
      const played = await playUntilValid({ rows, processes, seed: round, signal });
      results.push(...played);
      onStep?.((done += 1), rounds * contenders.length, `round ${round}/${rounds}, ${processes} processes`);
    }
  }
  return results;
}

async function playUntilValid(settings: Parameters<typeof playRound>[0]): Promise<Judged[]> {
  const played: Judged[] = [];
  while (played.length < voidAtMost && played.every(({ isVoid }) => isVoid)) {
    const result = await playRound(settings);
    const ceiling = (callsPerSecond(settings.rows) * result.countedMs) / 1_000;
    played.push({ ...result, share: result.answered / ceiling, isVoid: result.lagP99Ms > latestLagMs });
  }
  return played;
}

const columns = [
  'processes',
  'rounds (void)',
  '% of the ceiling',
  '429s',
  'fullest window, requests %',
  'execution %',
  'most in flight',
  'lag p99 ms',
  'client CPU ms a call',
];

function inWords({ rows }: BenchOptions, results: Judged[]): string {
  const counts = [...new Set(results.map(({ processes }) => processes))];
  const table = counts.map((processes) =>
    rowOf(
      processes,
      results.filter((each) => each.processes === processes),
    ),
  );
  const compression = compressionFor(rows);
  const calls = `calls that cost what ${rows} rows cost (${costOf(rows)} ms, a fifth more or less), ${compression} times as fast: windows of ${(realWindowMs / compression / 1_000).toFixed(1)} s, ${countedWindows} counted after one discarded`;
  return [
    tableOf(`The limits in wall time, median (min–max); ${calls}`, columns, table),
    ceilingInWords(rows),
    failuresIn(results),
  ]
    .filter((text) => text !== '')
    .join('\n');
}

function rowOf(processes: number, all: Judged[]): string[] {
  const valid = all.filter(({ isVoid }) => !isVoid);
  const spread = (of: (result: Judged) => number, digits: number) =>
    valid.length === 0 ? 'none valid' : spreadInWords(spreadOf(valid.map(of)), digits);
  return [
    String(processes),
    `${valid.length} (${all.length - valid.length})`,
    spread(({ share }) => share * 100, 1),
    String(valid.reduce((sum, { throttled }) => sum + throttled, 0)),
    spread(({ fullest }) => fullest.requests * 100, 1),
    spread(({ fullest }) => fullest.executionMs * 100, 1),
    spread(({ mostInFlight }) => mostInFlight, 0),
    spread(({ lagP99Ms }) => lagP99Ms, 1),
    spread(({ cpuMsPerCall }) => cpuMsPerCall, 2),
  ];
}

function failuresIn(results: Judged[]): string {
  const failures = results.filter((each) => Object.keys(each.failures).length > 0);
  return failures.length === 0
    ? ''
    : `Failed calls: ${JSON.stringify(failures.map((each) => each.failures))}`;
}

/** At a steady load: the tightest of the three limits. */
const callsPerSecond = (rows: number): number => {
  const seconds = costOf(rows) / 1_000;
  return Math.min(6_000 / 300, 1_200 / 300 / seconds, 52 / seconds) * compressionFor(rows);
};

const ceilingInWords = (rows: number): string =>
  `ceiling = min(6 000 / 300 s, 1 200 s / 300 s / ${costOf(rows)} ms, 52 / ${costOf(rows)} ms) calls a second = 100 %`;
