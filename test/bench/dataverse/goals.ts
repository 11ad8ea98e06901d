import type { CpuFigures } from './cpu/figures.js';
import type { CellFigures } from './virtual/figures.js';

/** Something that our bulk messages shall reach. */
export interface Goal {
  what: string;
  isReached: boolean;
}

const leastShare = 0.95;
const leastTimesThePeer = 2;

export function goalsOf(cells: readonly CellFigures[], cpu: readonly CpuFigures[]): Goal[] {
  const ours = cells.filter(({ cell: { contender } }) => contender.by === 'causeway');
  const bulk = ours.filter(({ cell: { contender } }) => contender.form === 'bulk');
  const costs = cpu.filter(({ contender }) => contender === 'causeway: UpsertMultiple');
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
    {
      what: `our bulk messages bring ${leastTimesThePeer} times the rows of the peer's batches for a second of processor time`,
      isReached: costs.every(({ timesThePeer }) => timesThePeer.median >= leastTimesThePeer),
    },
  ];
}
