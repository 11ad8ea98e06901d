import { availableParallelism } from 'node:os';
import type { Bench, BenchOptions, BenchResult } from '../bench.js';
import { CEILING } from '../ceiling.js';
import { inThreads } from '../../support/in-threads.js';
import { type Cell, quickMatrix, wholeMatrix } from './cells.js';
import { figuresOf } from './figures.js';
import type { CellResult } from './measure-cell.js';
import { jobs, measureJob } from './measure-job.js';
import { inWords } from './words.js';

/** What share of the ceiling a saturated batch reaches on one application user: a round is a seed, and rows are those of a request. */
export const budgetShare: Bench = {
  whole: { rounds: 5, rows: 0 },
  quick: { rounds: 1, rows: 0 },
  run: async ({ rounds, rows: only, isQuick, signal, onStep }: BenchOptions): Promise<BenchResult> => {
    const matrix = isQuick ? quickMatrix : wholeMatrix;
    const cells = only > 0 ? wholeMatrix.filter(({ rows }) => rows === only) : matrix;
    if (cells.length === 0) throw new Error(`Nothing is measured with ${only} rows a request.`);
    const seeds = Array.from({ length: rounds }, (_, index) => index + 1);
    const runs = cells.flatMap((cell) => seeds.map((seed) => ({ cell, seed })));
    const results = await inThreads<{ cell: Cell; seed: number }, CellResult>(
      new URL('./cell.worker.js', import.meta.url),
      runs,
      {
        threads: availableParallelism(),
        signal,
        onResult: ({ cell: { rows, rttMs, processes } }, done) =>
          onStep?.(done, runs.length, `${rows} rows a request, ${rttMs} ms, ${processes} processes`),
      },
    );
    const jobResults = [];
    for (const job of jobs) jobResults.push(await measureJob(job, 1));
    const figures = figuresOf(cells, results);
    return {
      figures: { ceiling: CEILING, cells: figures, jobs: jobResults },
      words: inWords(figures, jobResults, rounds),
    };
  },
};
