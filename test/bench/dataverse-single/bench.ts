import type { Bench, BenchOptions, BenchResult } from '../bench.js';
import { packageVersion } from '../package-version.js';
import { FarSide } from './far-side.js';
import { figuresOf } from './figures.js';
import { climbsIn, measureLayers } from './layers.js';
import { playRounds, turnsIn } from './rounds.js';
import { inWords } from './words.js';

const CEILING =
  'ceiling = rows per second of processor time of a bare undici pool that sends the same bytes, in the same round = 100 %';

/** Single retrieves and upserts by alternate key: our client, an independent one, and the ceiling. */
export const dataverseSingle: Bench = {
  whole: { rounds: 9, rows: 2_000 },
  quick: { rounds: 3, rows: 200 },
  run: async (options) => {
    const farSide = await FarSide.open(options.signal);
    try {
      return await measure(farSide, options);
    } finally {
      await farSide.close();
    }
  },
};

async function measure(farSide: FarSide, { rounds, rows, onStep }: BenchOptions): Promise<BenchResult> {
  const steps = turnsIn(rounds) + climbsIn(rounds);
  let done = 0;
  const step = (note: string) => onStep?.((done += 1), steps, note);
  const turns = await playRounds(farSide, { rounds, rows, onTurn: step });
  const layers = await measureLayers(farSide, { rounds, rows, onClimb: step });
  const versions = {
    'dynamics-web-api': packageVersion('dynamics-web-api'),
    undici: packageVersion('undici'),
  };
  const kinds = figuresOf(turns, rows);
  return {
    figures: { ceiling: CEILING, versions, kinds, layers, turns },
    words: inWords({ ceiling: CEILING, versions, rounds, rows, kinds, layers }),
  };
}
