import type { Bench, BenchOptions } from '../bench.js';
import { CEILING, steadyCeiling } from '../ceiling.js';
import { hasRedis } from '../../support/redis.js';
import { evenly, meanCostMs } from '../../simulation/cost.js';
import { type JudgedRound, playUntilValid } from '../wall-time/judged-round.js';
import { compressionOf } from './compression-of.js';
import { inWords } from './words.js';

/** So many void rounds in a row, and the machine is too busy for this bench. */
const voidAtMost = 3;

/** How much of the published limits is spent in wall time: timers, sockets and Redis are real, time is compressed. */
export const budgetWall: Bench = {
  whole: { rounds: 5, rows: 200 },
  quick: { rounds: 1, rows: 600 },
  run: async (options) => {
    const { rows = 200 } = options;
    const rounds = await playRounds(rows, options);
    return { figures: { ceiling: CEILING, rows, rounds }, words: inWords(rows, rounds) };
  },
};

async function playRounds(rows: number, { rounds, signal, onStep }: BenchOptions): Promise<JudgedRound[]> {
  const contenders = hasRedis ? [1, 4] : [1];
  const costMs = meanCostMs(rows);
  const played: JudgedRound[] = [];
  let done = 0;
  for (let round = 1; round <= rounds; round += 1) {
    for (const processes of contenders) {
      const settings = {
        load: new URL('./load.child.js', import.meta.url),
        processes,
        compression: compressionOf(costMs),
        // Each call costs what so many rows cost.
        costs: { requestMs: costMs, operationMs: { other: 0 }, jitter: evenly.jitter, seed: round },
        ceilingOf: () => steadyCeiling({ rows: 1, costMs, rttMs: 0 }),
        signal,
      };
      played.push(...(await playUntilValid(settings, voidAtMost)));
      onStep?.((done += 1), rounds * contenders.length, `round ${round}/${rounds}, ${processes} processes`);
    }
  }
  return played;
}
