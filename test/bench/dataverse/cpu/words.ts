import { packageVersion } from '../../package-version.js';
import { spreadInWords } from '../../spread.js';
import { tableOf } from '../../table.js';
import { requestsAtOnce } from './contender.js';
import type { CpuFigures } from './figures.js';
import { warmUpRounds } from './rounds.js';

/** How much each contender wrote, and in how many rounds. */
interface Extent {
  rounds: number;
  rows: number;
}

export const inWords = ({ rounds, rows }: Extent, figures: readonly CpuFigures[]): string =>
  [
    `The cost of the client: limits off, ${rounds} rounds of ${rows} rows a turn after ${warmUpRounds} that warm up, ${requestsAtOnce} requests at a time; dynamics-web-api ${packageVersion('dynamics-web-api')}`,
    tableOf(
      'Median (minimum–maximum) of the rounds; the last column is to the batches of the peer with as many rows, round by round; for a size of its own to those that cost the peer least:',
      [
        '',
        'rows a request',
        'rows/CPU second',
        'CPU ms/1,000 rows',
        'rows/s',
        'peak RSS MiB',
        'times the peer',
      ],
      figures.map((each) => [
        each.contender,
        String(each.rowsARequest),
        spreadInWords(each.rowsPerCpuSecond),
        spreadInWords(each.cpuMsPerThousandRows, 1),
        spreadInWords(each.rowsPerSecond),
        spreadInWords(each.peakRssMiB),
        spreadInWords(each.timesThePeer, 2),
      ]),
    ),
  ].join('\n');
