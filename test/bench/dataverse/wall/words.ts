import type { JudgedRound } from '../../wall-time/judged-round.js';
import { variation } from '../forms.js';
import { compressionInWords, wallTable } from '../../wall-time/words.js';
import { compression, rowMs } from './settings.js';

export const inWords = (rounds: readonly JudgedRound[]): string =>
  [
    `Our bulk messages in wall time, against the stand-in in a process of its own; a row costs ${rowMs} ms ±${variation.jitter * 100} %,`,
    `${compressionInWords(compression)}; rows/s and ceiling are as in reality`,
    wallTable(rounds, [
      { head: 'rows a request', of: ({ rowsARequest }) => rowsARequest, digits: 0 },
      { head: 'rows/s', of: ({ perSecond }) => perSecond, digits: 1 },
      { head: 'ceiling', of: ({ ceiling }) => ceiling, digits: 1 },
      {
        head: 'CPU ms/1,000 rows',
        of: ({ cpuMs, done }) => (cpuMs * 1_000) / Math.max(done, 1),
        digits: 1,
      },
      { head: 'peak RSS MiB', of: ({ peakRssMiB }) => peakRssMiB, digits: 0 },
    ]),
  ].join('\n');
