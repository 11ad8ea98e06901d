import type { Bench, BenchOptions } from '../bench.js';
import { CEILING, steadyCeiling } from '../ceiling.js';
import { hasRedis } from '../../support/redis.js';
import type { JudgedRound } from './judged-round.js';
import { playRound, type RoundSettings } from './round.js';
import { meanCostMs } from '../../simulation/cost.js';
import { compressionFor } from './settings.js';
import { inWords } from './words.js';

/** A round in which the service was late itself measures the machine. */
const latestLagMs = 5;
/** So many void rounds in a row, and the machine is too busy for this bench. */
const voidAtMost = 3;

/** How much of the published limits is spent in wall time: timers, sockets and Redis are real, time is compressed. */
export const budgetWall: Bench = {
  description: 'what share of the service protection limits is spent, in wall time against the stand-in',
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
  const played: JudgedRound[] = [];
  let done = 0;
  for (let round = 1; round <= rounds; round += 1) {
    for (const processes of contenders) {
      played.push(...(await playUntilValid({ rows, processes, seed: round, signal })));
      onStep?.((done += 1), rounds * contenders.length, `round ${round}/${rounds}, ${processes} processes`);
    }
  }
  return played;
}

async function playUntilValid(settings: RoundSettings): Promise<JudgedRound[]> {
  const played: JudgedRound[] = [];
  while (played.length < voidAtMost && played.every(({ isVoid }) => isVoid)) {
    const round = await playRound(settings);
    const share = round.answered / callsAdmitted(settings.rows, round.countedMs);
    played.push({ ...round, share, isVoid: round.lagP99Ms > latestLagMs });
  }
  return played;
}

/** By the limits, in so much compressed time. */
const callsAdmitted = (rows: number, countedMs: number): number =>
  (steadyCeiling({ rows: 1, costMs: meanCostMs(rows), rttMs: 0 }) * countedMs * compressionFor(rows)) / 1_000;
