import type { Goal } from '../part.js';
import type { CpuFigures } from './figures.js';

const leastTimesThePeer = 2;

export const goalsOf = (figures: readonly CpuFigures[]): Goal[] =>
  figures
    .filter(({ rowsARequest }) => rowsARequest === 'its own')
    .map(({ timesThePeer }) => ({
      what: `our bulk messages, of the size that they come to by themselves, bring ${leastTimesThePeer} times the rows of the peer's batches for a second of processor time`,
      isReached: timesThePeer.median >= leastTimesThePeer,
    }));
