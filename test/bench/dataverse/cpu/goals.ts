import type { Goal } from '../part.js';
import type { CpuFigures } from './figures.js';

const leastTimesThePeer = 2;

export const goalsOf = (figures: readonly CpuFigures[]): Goal[] =>
  figures
    .filter(({ contender }) => contender === 'causeway: UpsertMultiple')
    .map(({ rowsARequest, timesThePeer }) => ({
      what: `our bulk messages of ${rowsARequest} bring ${leastTimesThePeer} times the rows of the peer's batches for a second of processor time`,
      isReached: timesThePeer.median >= leastTimesThePeer,
    }));
