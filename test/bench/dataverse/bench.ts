import { availableParallelism } from 'node:os';
import { inThreads } from '../../support/in-threads.js';
import type { Bench, BenchOptions, BenchResult } from '../bench.js';
import { CEILING } from '../ceiling.js';
import { packageVersion } from '../package-version.js';
import { cpuFiguresOf } from './cpu/figures.js';
import { playRounds, turnsIn } from './cpu/rounds.js';
import { goalsOf } from './goals.js';
import { type Cell, quickCells, wholeCells } from './virtual/cells.js';
import { cellFiguresOf } from './virtual/figures.js';
import type { CellResult } from './virtual/measure-cell.js';
import { inWords } from './words.js';

/** Many rows into Dataverse: what the limits admit and who gets how much of it, and what a row costs the client. */
export const dataverse: Bench = {
  description: 'many rows: sustained load within the limits, in virtual time, and the cost of the client',
  whole: { rounds: 5, rows: 100_000 },
  quick: { rounds: 1, rows: 5_000 },
  run: async (options) => {
    const { rounds, rows, isQuick, signal, onStep } = options;
    const cells = isQuick ? quickCells : wholeCells;
    const steps = cells.length * rounds + turnsIn(rounds);
    let done = 0;
    const step = (note: string) => onStep?.((done += 1), steps, note);
    const results = await measureCells(cells, options, step);
    const turns = await playRounds({ rounds, rows, signal, onTurn: step });
    return resultOf({ rounds, rows, cells, results, turns });
  },
};

function measureCells(
  cells: readonly Cell[],
  { rounds, signal }: BenchOptions,
  onCell: (note: string) => void,
): Promise<CellResult[]> {
  const seeds = Array.from({ length: rounds }, (_, index) => index + 1);
  const runs = cells.flatMap((cell) => seeds.map((seed) => ({ cell, seed })));
  return inThreads<{ cell: Cell; seed: number }, CellResult>(
    new URL('./virtual/cell.worker.js', import.meta.url),
    runs,
    {
      threads: availableParallelism(),
      signal,
      onResult: ({ cell: { contender, processes } }) => onCell(`${contender.name}, ${processes} processes`),
    },
  );
}

interface Measured {
  rounds: number;
  rows: number;
  cells: readonly Cell[];
  results: readonly CellResult[];
  turns: Awaited<ReturnType<typeof playRounds>>;
}

function resultOf({ rounds, rows, cells, results, turns }: Measured): BenchResult {
  const version = packageVersion('dynamics-web-api');
  const virtual = cellFiguresOf(cells, results);
  const cpu = cpuFiguresOf(turns, rows);
  const goals = goalsOf(virtual, cpu);
  return {
    figures: { ceiling: CEILING, versions: { 'dynamics-web-api': version }, virtual, cpu, goals, turns },
    words: inWords({ version, rounds, rows, cells: virtual, cpu, goals }),
  };
}
