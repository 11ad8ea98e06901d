import type { Goal } from '../goal.js';
import type { CostModel } from './cost-models.js';
import type { SyncFigures } from './figures.js';

/** By so much the whole is to be shorter than the naive way with 20 at a time. */
const leastCut: Readonly<Record<CostModel, number>> = { 1: 0.8, 0.3: 0.9, 0.1: 0.95 };
const leastCutOfSequential = 0.95;

export function goalsOf(figures: readonly SyncFigures[]): Goal[] {
  const ours = figures.flatMap((each) =>
    each.cell.who === 'causeway' ? [{ ...each, cell: each.cell }] : [],
  );
  return [
    ...ours.map(({ cell: { model, processes }, cut }) => ({
      what: `${processes} at work, a bulk row at ${model} of a single one: ${leastCut[model] * 100} % off the naive way with 20 at a time`,
      isReached: cut.parallel.min >= leastCut[model],
    })),
    {
      what: `${leastCutOfSequential * 100} % off the naive way row by row, whatever a bulk row costs`,
      isReached: ours.every(({ cut }) => cut.sequential.min >= leastCutOfSequential),
    },
    { what: 'none of ours is answered 429', isReached: ours.every(({ throttled }) => throttled === 0) },
    {
      what: 'none of ours fills a window above a limit',
      isReached: ours.every(({ fullest }) => fullest <= 1),
    },
  ];
}
