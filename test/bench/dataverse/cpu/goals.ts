import type { Goal } from '../part.js';
import type { CpuFigures } from './figures.js';

const leastTimesThePeer = 2;

export function goalsOf(figures: readonly CpuFigures[]): Goal[] {
  const ours = figures.filter(({ contender }) => contender === 'causeway: UpsertMultiple');
  return [
    {
      what: `our bulk messages bring ${leastTimesThePeer} times the rows of the peer's batches for a second of processor time`,
      isReached: ours.every(({ timesThePeer }) => timesThePeer.median >= leastTimesThePeer),
    },
  ];
}
