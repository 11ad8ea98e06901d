import { RedisServer } from '../../support/redis.js';
import type { Bench } from '../bench.js';
import { packageVersion } from '../package-version.js';
import { figuresOf } from './figures.js';
import { playRounds, turnsIn, warmUpCallsOf } from './rounds.js';
import { inWords } from './words.js';

/** What an acquisition costs in memory and on Redis, beside two limiters from npm, and whether each keeps to the limit. */
export const budget: Bench = {
  whole: { rounds: 5, rows: 2_000 },
  quick: { rounds: 1, rows: 500 },
  run: async ({ rounds, rows: calls = 2_000, isQuick, signal, onStep }) => {
    const redis = await RedisServer.start();
    try {
      let done = 0;
      const onTurn = (note: string) => onStep?.((done += 1), turnsIn({ rounds, isQuick }), note);
      const turns = await playRounds({ redisPort: redis.port, rounds, isQuick, calls, signal, onTurn });
      const versions = {
        'rate-limiter-flexible': packageVersion('rate-limiter-flexible'),
        bottleneck: packageVersion('bottleneck'),
      };
      const figures = figuresOf(turns);
      return {
        figures: { versions, ...figures, turns },
        words: inWords({ versions, rounds, calls, warmUpCalls: warmUpCallsOf({ isQuick }), ...figures }),
      };
    } finally {
      await redis.close();
    }
  },
};
