import { countedWindows } from '../../budget-share/steady-share.js';
import { type Spread, spreadInWords } from '../../spread.js';
import { tableOf } from '../../table.js';
import { variation } from '../forms.js';
import type { RetryAfter } from './cells.js';
import type { CellFigures } from './figures.js';
import { rttMs } from './measure-cell.js';

export const inWords = (rounds: number, cells: readonly CellFigures[]): string =>
  [
    `Sustained load in virtual time, ${rounds} ${rounds === 1 ? 'seed' : 'seeds'}, ${countedWindows} windows each after one that is discarded; ${rttMs} ms there and back,`,
    `costs ±${variation.jitter * 100} %: 60 ms a request, 40 ms more for a row by itself or in a batch, 12 for one in a bulk message.`,
    `"x at a time" is a loop in which each waits for as long as its 429 says: any client that knows no limits, such as dynamics-web-api.`,
    `Retry-After × 1 is a service that shuts a client out until there is room, × 2 for twice as long. No page says which of them it is.`,
    '',
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
      cells.map(rowOf),
    ),
  ].join('\n');

/** How long the service shuts out who was too much, until there is room being 1. */
const timesRoom: Record<RetryAfter, string> = { untilRoom: '× 1', halfAgain: '× 1.5', twice: '× 2' };

function rowOf({ cell, fullest, throttled, ...figures }: CellFigures): string[] {
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
