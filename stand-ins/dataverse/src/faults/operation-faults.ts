import type { FaultTarget } from '../../../control/src/index.js';
import { deadlocked, sqlTimedOut } from '../errors.js';
import type { AroundCommit } from '../store/row-store.js';
import type { Work } from '../throttle/work.js';
import { Dropped } from './dropped.js';
import type { DataverseFaults } from './fault-list.js';

/**
 * Puts the faults at the end of a transaction: one operation, or one change set, and not the whole $batch that it may stand in. What
 * arrives without a table in its URL, a $batch, is struck as a request to the table that it changes first, or reads.
 */
export const faultyCommit =
  (faults: DataverseFaults, target: FaultTarget, work: readonly Work[]): AroundCommit =>
  (changes, write) => {
    const [first] = changes;
    const changed = first && 'table' in first ? first.table : undefined;
    const struck = { ...target, table: target.table ?? changed ?? work.at(-1)?.table };
    strikeDatabase(faults, struck);
    if (first) strikeConnection(faults, struck, write);
  };

/** The same for what is kept, for a table, without a change of any row: the blocks of a file that is not there yet. */
export const faultyKeeping =
  (faults: DataverseFaults, target: FaultTarget) =>
  (table: string, keep: () => void): void =>
    strikeConnection(faults, { ...target, table: target.table ?? table }, keep);

/** The transaction is rolled back, and its client told so. */
function strikeDatabase(faults: DataverseFaults, target: FaultTarget): void {
  if (faults.strikes('sqlTimeout', target)) throw sqlTimedOut();
  if (faults.strikes('deadlock', target)) throw deadlocked();
}

/** Before the commit nothing is written; after it the rows are there and nobody hears of it. */
function strikeConnection(faults: DataverseFaults, target: FaultTarget, write: () => void): void {
  if (faults.strikes('dropBeforeCommit', target)) throw new Dropped();
  write();
  if (faults.strikes('dropAfterCommit', target)) throw new Dropped();
}
