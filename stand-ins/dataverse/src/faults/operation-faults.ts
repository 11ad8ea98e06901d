import type { FaultTarget } from '../../../control/src/index.js';
import type { AroundCommit } from '../store/row-store.js';
import { Dropped } from './dropped.js';
import type { DataverseFaults } from './fault-list.js';

/**
 * Puts the faults around a commit: before it nothing is written; after it the row is there and nobody hears of it. What arrives
 * without a table in its URL, a $batch, is struck as a request to the table that it changes first.
 */
export const faultyCommit =
  (faults: DataverseFaults, { method, table }: FaultTarget): AroundCommit =>
  ([first], write) => {
    const target = { method, table: table ?? ('table' in first ? first.table : undefined) };
    if (faults.strikes('dropBeforeCommit', target)) throw new Dropped();
    write();
    if (faults.strikes('dropAfterCommit', target)) throw new Dropped();
  };
