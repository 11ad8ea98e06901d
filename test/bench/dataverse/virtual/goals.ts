import type { Goal } from '../part.js';
import type { CellFigures } from './figures.js';

const leastShare = 0.95;

export function goalsOf(cells: readonly CellFigures[]): Goal[] {
  const ours = cells.filter(({ cell: { contender } }) => contender.by === 'causeway');
  const bulk = ours.filter(({ cell: { contender } }) => contender.form === 'bulk');
  return [
    {
      what: `our bulk messages reach ${leastShare * 100} % of the ceiling in virtual time, in every seed and with any number of processes`,
      isReached: bulk.every(({ share }) => share.min >= leastShare),
    },
    { what: 'none of ours is answered 429', isReached: ours.every(({ throttled }) => throttled === 0) },
    {
      what: 'none of ours fills a window above a limit',
      isReached: ours.every(({ fullest }) => Object.values(fullest).every((full) => full <= 1)),
    },
  ];
}
