import { hasRedis } from '../../../support/redis.js';
import { steadyCeiling } from '../../ceiling.js';
import { type JudgedRound, playUntilValid } from '../../wall-time/judged-round.js';
import type { RoundResult } from '../../wall-time/play-round.js';
import { compression, costsOf, meanCostMs } from './settings.js';

const counts = hasRedis ? [1, 4] : [1];

/** A round takes minutes: a void one is played again once. */
const tries = 2;

/** How many steps there are. */
export const roundsIn = (rounds: number): number => rounds * counts.length;

/** Our bulk messages in one process and in four. */
export async function playWallRounds(
  rounds: number,
  signal: AbortSignal,
  onRound: (note: string) => void,
): Promise<JudgedRound[]> {
  const load = new URL('./load.child.js', import.meta.url);
  const played: JudgedRound[] = [];
  for (let round = 1; round <= rounds; round += 1) {
    for (const processes of counts) {
      const settings = { load, processes, compression, costs: costsOf(round), ceilingOf, signal };
      played.push(...(await playUntilValid(settings, tries)));
      onRound(`in wall time, round ${round}/${rounds}, ${processes} processes`);
    }
  }
  return played;
}

/** Of messages as large as they were. */
const ceilingOf = ({ rowsARequest: rows }: RoundResult): number =>
  steadyCeiling({ rows, costMs: meanCostMs(rows), rttMs: 0 });
