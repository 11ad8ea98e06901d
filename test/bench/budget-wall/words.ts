import { evenly, meanCostMs } from '../../simulation/cost.js';
import { CEILING } from '../ceiling.js';
import type { JudgedRound } from '../wall-time/judged-round.js';
import { compressionInWords, wallTable } from '../wall-time/words.js';
import { compressionOf } from './compression-of.js';

export function inWords(rows: number, rounds: readonly JudgedRound[]): string {
  const costMs = meanCostMs(rows);
  return [
    CEILING,
    `A call costs what ${rows} rows cost, ${costMs} ms ±${evenly.jitter * 100} %, ${compressionInWords(compressionOf(costMs))}`,
    '',
    wallTable(rounds, [
      { head: 'CPU ms a call', of: ({ cpuMs, done }) => cpuMs / Math.max(done, 1), digits: 2 },
    ]),
  ].join('\n');
}
