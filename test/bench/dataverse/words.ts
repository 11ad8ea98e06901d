import { CEILING } from '../ceiling.js';
import { type Spread, spreadInWords } from '../spread.js';
import { tableOf } from '../table.js';
import { countedWindows } from '../budget-share/steady-share.js';
import { requestsAtOnce, rowsARequest } from './cpu/contender.js';
import type { CpuFigures } from './cpu/figures.js';
import { variation } from './forms.js';
import type { Goal } from './goals.js';
import type { RetryAfter } from './virtual/cells.js';
import type { CellFigures } from './virtual/figures.js';
import { rttMs } from './virtual/measure-cell.js';

export interface Findings {
  version: string;
  rounds: number;
  rows: number;
  cells: readonly CellFigures[];
  cpu: readonly CpuFigures[];
  goals: readonly Goal[];
}

/** The whole, for people. */
export function inWords({ version, rounds, rows, cells, cpu, goals }: Findings): string {
  return [
    CEILING,
    `Sustained load in virtual time, ${rounds} seeds, ${countedWindows} windows each after one that is discarded; ${rttMs} ms there and back,`,
    `costs ±${variation.jitter * 100} %: 60 ms a request, 40 ms more for a row by itself or in a batch, 12 for one in a bulk message.`,
    `"x at a time" is a loop in which each waits for as long as its 429 says: any client that knows no limits, such as dynamics-web-api.`,
    '',
    virtualTable(cells),
    '',
    `The cost of the client: limits off, ${rounds} rounds of ${rows} rows a turn after one that warms up, ${rowsARequest} a request, ${requestsAtOnce} at a time; dynamics-web-api ${version}`,
    cpuTable(cpu),
    '',
    ...goals.map(({ what, isReached }) => `${isReached ? 'reached' : 'MISSED '}  ${what}`),
  ].join('\n');
}

/** How long the service shuts out who was too much, until there is room being 1. */
const timesRoom: Record<RetryAfter, string> = { untilRoom: '× 1', halfAgain: '× 1.5', twice: '× 2' };

const virtualTable = (cells: readonly CellFigures[]): string =>
  tableOf(
    "The last three columns are the fullest window and the most in flight of any seed, by the service's own log:",
    [
      'who',
      'processes',
      'Retry-After',
      'rows a request',
      'rows/s',
      'ceiling',
      'share %',
      '429s',
      'requests %',
      'execution %',
      'at once %',
    ],
    cells.map(virtualRow),
  );

function virtualRow({ cell, fullest, throttled, ...figures }: CellFigures): string[] {
  return [
    cell.contender.name,
    String(cell.processes),
    timesRoom[cell.retryAfter],
    figures.rowsARequest.median.toFixed(0),
    spreadInWords(figures.rowsPerSecond, 1),
    figures.ceiling.median.toFixed(1),
    spreadInWords(percents(figures.share), 1),
    String(throttled),
    ...[fullest.requests, fullest.executionTime, fullest.concurrency].map((full) => (full * 100).toFixed(1)),
  ];
}

const percents = ({ median, min, max }: Spread): Spread => ({
  median: median * 100,
  min: min * 100,
  max: max * 100,
});

const cpuTable = (figures: readonly CpuFigures[]): string =>
  tableOf(
    'Median (minimum–maximum) of the rounds; the last column is to the batches of the peer, pair by pair:',
    ['', 'rows/CPU second', 'CPU ms/1,000 rows', 'rows/s', 'peak RSS MiB', 'times the peer'],
    figures.map((each) => [
      each.contender,
      spreadInWords(each.rowsPerCpuSecond),
      spreadInWords(each.cpuMsPerThousandRows, 1),
      spreadInWords(each.rowsPerSecond),
      spreadInWords(each.peakRssMiB),
      spreadInWords(each.timesThePeer, 2),
    ]),
  );
