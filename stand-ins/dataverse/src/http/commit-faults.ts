import type { FaultPlan, FaultTarget } from '../../../control/src/index.js';
import type { Change } from '../store/change.js';

/** The connection is cut instead of answered. */
export class Dropped extends Error {
  override name = 'Dropped';
}

/** Puts the faults around a commit: before it nothing is written; after it the row is there and nobody hears of it. */
export const faultyCommit =
  (commit: (change: Change) => void, faults: FaultPlan, target: FaultTarget) =>
  (change: Change): void => {
    if (faults.strikes('dropBeforeCommit', target)) throw new Dropped();
    commit(change);
    if (faults.strikes('dropAfterCommit', target)) throw new Dropped();
  };
