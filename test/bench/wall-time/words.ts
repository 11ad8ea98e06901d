import { spreadInWords, spreadOf } from '../spread.js';
import { tableOf } from '../table.js';
import { countedWindows, realWindowMs } from './compression.js';
import type { JudgedRound } from './judged-round.js';

/** A column of what valid rounds came to. */
export interface WallColumn {
  head: string;
  of: (round: JudgedRound) => number;
  digits: number;
}

/** How time was compressed. */
export const compressionInWords = (compression: number): string =>
  `${compression} times as fast: windows of ${(realWindowMs / compression / 1_000).toFixed(1)} s, ${countedWindows} counted after one that is discarded; median (minimum–maximum)`;

const judgesColumns: readonly WallColumn[] = [
  { head: 'share %', of: ({ share }) => share * 100, digits: 1 },
  { head: 'requests %', of: ({ fullest }) => fullest.requests * 100, digits: 1 },
  { head: 'execution %', of: ({ fullest }) => fullest.executionMs * 100, digits: 1 },
  { head: 'at once', of: ({ mostInFlight }) => mostInFlight, digits: 0 },
  { head: 'lag p99 ms', of: ({ lagP99Ms }) => lagP99Ms, digits: 1 },
];

/** A line for each number of processes, and what failed. */
export function wallTable(rounds: readonly JudgedRound[], own: readonly WallColumn[]): string {
  const columns = [...judgesColumns, ...own];
  const counts = [...new Set(rounds.map(({ processes }) => processes))];
  const table = tableOf(
    "The fullest windows and the most in flight are those of the service's own log; a round is void in which it was late itself:",
    ['processes', 'rounds', 'void', '429s', ...columns.map(({ head }) => head)],
    counts.map((count) => {
      const all = rounds.filter(({ processes }) => processes === count);
      return rowOf(count, all, columns);
    }),
  );
  return [table, ...failuresIn(rounds)].join('\n');
}

function rowOf(processes: number, all: readonly JudgedRound[], columns: readonly WallColumn[]): string[] {
  const valid = all.filter(({ isVoid }) => !isVoid);
  return [
    String(processes),
    String(valid.length),
    String(all.length - valid.length),
    String(all.reduce((sum, { throttled }) => sum + throttled, 0)),
    ...columns.map(({ of, digits }) =>
      valid.length === 0 ? '–' : spreadInWords(spreadOf(valid.map(of)), digits),
    ),
  ];
}

const failuresIn = (rounds: readonly JudgedRound[]): string[] =>
  rounds.flatMap(({ failures }, place) =>
    Object.entries(failures).map(([code, times]) => `Round ${place + 1}: ${times} failed, ${code}`),
  );
