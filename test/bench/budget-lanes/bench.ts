import { availableParallelism } from 'node:os';
import type { Bench, BenchOptions, BenchResult } from '../bench.js';
import { inThreads } from '../../support/in-threads.js';
import { figuresOf } from './figures.js';
import type { SceneResult } from './measure-scene.js';
import { type Scene, scenesOf } from './scenes.js';
import { inWords } from './words.js';

/** How long citizens wait beside a batch, and what the batch keeps. A round is a seed. */
export const budgetLanes: Bench = {
  whole: { rounds: 5, rows: 0 },
  quick: { rounds: 1, rows: 0 },
  run: async ({ rounds, rows: only, isQuick, signal, onStep }: BenchOptions): Promise<BenchResult> => {
    const sizes = isQuick ? [100] : [10, 100, 200];
    const scenes = scenesOf(only > 0 ? [only] : sizes);
    const seeds = Array.from({ length: rounds }, (_, index) => index + 1);
    const runs = scenes.flatMap((scene) => seeds.map((seed) => ({ scene, seed })));
    const results = await inThreads<{ scene: Scene; seed: number }, SceneResult>(
      new URL('./scene.worker.js', import.meta.url),
      runs,
      {
        threads: availableParallelism(),
        signal,
        onResult: ({ scene: { rows, arrivals, users } }, done) =>
          onStep?.(done, runs.length, `${rows} rows a request, ${arrivals}, ${users}`),
      },
    );
    const figures = figuresOf(scenes, results);
    return { figures: { scenes: figures, runs: results }, words: inWords(figures, rounds) };
  },
};
