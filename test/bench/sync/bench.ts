import { availableParallelism } from 'node:os';
import { inThreads } from '../../support/in-threads.js';
import type { Bench } from '../bench.js';
import { type Cell, cells } from './cell.js';
import { figuresOf } from './figures.js';
import { goalsOf } from './goals.js';
import type { CellResult } from './measure-cell.js';
import { openGround } from './ours/play-ours.js';
import { measureStaging } from './staging/measure-staging.js';
import { totalRows } from './volumes.js';
import { inWords } from './words.js';

/** How much shorter the nightly sync is than a call for each row and another one to write it. A round is a seed. */
export const sync: Bench = {
  whole: { rounds: 3, rows: totalRows() },
  quick: { rounds: 1, rows: totalRows() },
  run: async ({ rounds, rows, signal, onStep }) => {
    if (rows !== totalRows())
      throw new Error(`Nothing is measured with ${rows} rows: there are always ${totalRows()}.`);
    const { catalogue } = await openGround();
    const staging = await measureStaging(catalogue);
    const seeds = Array.from({ length: rounds }, (_, index) => index + 1);
    const jobs = cells.flatMap((cell) => seeds.map((seed) => ({ cell, seed })));
    const results = await inThreads<{ cell: Cell; seed: number }, CellResult>(
      new URL('./cell.worker.js', import.meta.url),
      jobs,
      {
        threads: availableParallelism(),
        signal,
        onResult: ({ cell: { who } }, done) => onStep?.(done, jobs.length, who),
      },
    );
    const figures = figuresOf(results, staging);
    const goals = goalsOf(figures);
    return {
      figures: { staging, goals, sync: figures },
      words: inWords({ seeds: rounds, figures, staging, goals }),
    };
  },
};
