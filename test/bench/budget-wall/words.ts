import { CEILING } from '../ceiling.js';
import { spreadInWords, spreadOf } from '../spread.js';
import { tableOf } from '../table.js';
import type { JudgedRound } from './judged-round.js';
import { evenly, meanCostMs } from '../../simulation/cost.js';
import { compressionFor, countedWindows, realWindowMs } from './settings.js';

const HEAD = [
  'processes',
  'rounds',
  'void',
  'share %',
  '429s',
  'requests %',
  'execution %',
  'at once',
  'lag p99 ms',
  'CPU ms a call',
];

export function inWords(rows: number, rounds: readonly JudgedRound[]): string {
  const compression = compressionFor(rows);
  const windowSeconds = realWindowMs / compression / 1_000;
  const processes = [...new Set(rounds.map((round) => round.processes))];
  return [
    CEILING,
    `A call costs what ${rows} rows cost, ${meanCostMs(rows)} ms ±${evenly.jitter * 100} %, ${compression} times as fast: windows of ${windowSeconds.toFixed(1)} s, ${countedWindows} counted after one that is discarded; median (minimum–maximum)`,
    '',
    tableOf(
      "The fullest windows and the most in flight are those of the service's own log; a round is void in which it was late itself:",
      HEAD,
      processes.map((count) =>
        rowOf(
          count,
          rounds.filter((round) => round.processes === count),
        ),
      ),
    ),
    ...failuresIn(rounds),
  ].join('\n');
}

function rowOf(processes: number, all: readonly JudgedRound[]): string[] {
  const valid = all.filter(({ isVoid }) => !isVoid);
  const spread = (digits: number, of: (round: JudgedRound) => number) =>
    valid.length === 0 ? '–' : spreadInWords(spreadOf(valid.map(of)), digits);
  return [
    String(processes),
    String(valid.length),
    String(all.length - valid.length),
    spread(1, ({ share }) => share * 100),
    String(all.reduce((sum, { throttled }) => sum + throttled, 0)),
    spread(1, ({ fullest }) => fullest.requests * 100),
    spread(1, ({ fullest }) => fullest.executionMs * 100),
    spread(0, ({ mostInFlight }) => mostInFlight),
    spread(1, ({ lagP99Ms }) => lagP99Ms),
    spread(2, ({ cpuMsPerCall }) => cpuMsPerCall),
  ];
}

const failuresIn = (rounds: readonly JudgedRound[]): string[] =>
  rounds.flatMap(({ failures }, place) =>
    Object.entries(failures).map(([code, times]) => `Round ${place + 1}: ${times} calls failed, ${code}`),
  );
