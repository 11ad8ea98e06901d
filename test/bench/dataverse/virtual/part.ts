import { availableParallelism } from 'node:os';
import { inThreads } from '../../../support/in-threads.js';
import type { Part } from '../part.js';
import { type Cell, cellsFor } from './cells.js';
import { cellFiguresOf } from './figures.js';
import { goalsOf } from './goals.js';
import type { CellResult } from './measure-cell.js';
import { inWords } from './words.js';

/** What the limits admit, and who gets how much of it. A round is a seed. */
export const virtual: Part = {
  steps: ({ isQuick, rounds }) => cellsFor(isQuick).length * rounds,
  measure: async ({ isQuick, rounds, signal }, onStep) => {
    const cells = cellsFor(isQuick);
    const seeds = Array.from({ length: rounds }, (_, index) => index + 1);
    const results = await inThreads<{ cell: Cell; seed: number }, CellResult>(
      new URL('./cell.worker.js', import.meta.url),
      cells.flatMap((cell) => seeds.map((seed) => ({ cell, seed }))),
      {
        threads: availableParallelism(),
        signal,
        onResult: ({ cell: { contender, processes } }) => onStep(`${contender.name}, ${processes} processes`),
      },
    );
    const figures = cellFiguresOf(cells, results);
    return { figures: { virtual: figures }, words: inWords(rounds, figures), goals: goalsOf(figures) };
  },
};
