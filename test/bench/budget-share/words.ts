import { CEILING } from '../ceiling.js';
import { type Spread, spreadInWords } from '../spread.js';
import { tableOf } from '../table.js';
import type { CellFigures } from './figures.js';
import type { JobResult } from './measure-job.js';
import { countedWindows } from './steady-share.js';

const HEAD = ['rows a request', 'RTT', 'processes', 'rows/s', 'of', 'share %', 'goal', '429s'];
const FULLEST = ['requests %', 'execution %', 'at once %'];

export function inWords(figures: readonly CellFigures[], jobs: readonly JobResult[], seeds: number): string {
  const kinds = [...new Set(figures.map(({ costs }) => costs))];
  const tables = kinds.map((costs) =>
    tableOf(
      `Cost ${costs}; the last three columns are the fullest window and the most in flight of any seed, by the service's own log:`,
      [...HEAD, ...FULLEST],
      figures.filter((each) => each.costs === costs).map(rowOf),
    ),
  );
  return [
    CEILING,
    `${seeds} seeds, ${countedWindows} windows each after one that is discarded, in virtual time; median (minimum–maximum)`,
    '',
    tables.join('\n\n'),
    '',
    jobTable(jobs),
    '',
    conclusion(figures),
  ].join('\n');
}

function rowOf(figures: CellFigures): string[] {
  const { rows, rttMs, processes, rowsPerSecond, ceiling, share, refusable, fullest } = figures;
  return [
    String(rows),
    `${rttMs} ms`,
    String(processes),
    rowsPerSecond.median.toFixed(1),
    ceiling.median.toFixed(1),
    spreadInWords(percents(share), 1),
    goalInWords(figures),
    String(refusable),
    ...[fullest.requests, fullest.executionTime, fullest.concurrency].map((full) => (full * 100).toFixed(1)),
  ];
}

const goalInWords = ({ goal, isReached }: CellFigures): string =>
  goal === undefined ? '' : `${isReached ? '≥' : 'MISSED'} ${goal * 100}`;

const percents = ({ median, min, max }: Spread): Spread => ({
  median: median * 100,
  min: min * 100,
  max: max * 100,
});

const jobTable = (jobs: readonly JobResult[]): string =>
  tableOf(
    'Jobs from an idle window on, one process, 100 rows a request, RTT 30 ms:',
    ['rows', 'seconds', 'shortest', '429s'],
    jobs.map(({ rows, seconds, shortestSeconds, refusable }) => [
      String(rows),
      seconds.toFixed(1),
      shortestSeconds.toFixed(1),
      String(refusable),
    ]),
  );

function conclusion(figures: readonly CellFigures[]): string {
  const goals = figures.filter(({ goal }) => goal !== undefined);
  const reached = goals.filter(({ isReached }) => isReached);
  return `The goal is reached in ${reached.length} of ${goals.length} cells that have one.`;
}
