import type { FaultTarget } from '../../../control/src/index.js';
import type { KeyIndexStatuses } from '../metadata/key-indexes.js';
import type { DataverseFaults } from './fault-list.js';

/** The alternate keys as a request finds them: one that is Active may be Pending, each time that it is looked at. */
export const faultyKeyIndexes = (
  faults: DataverseFaults,
  target: FaultTarget,
  indexes: KeyIndexStatuses,
): KeyIndexStatuses => ({
  statusOf: (table, key, now) => {
    const status = indexes.statusOf(table, key, now);
    if (status !== 'Active') return status;
    return faults.strikes('keyIndexPending', { ...target, table: table.name }) ? 'Pending' : status;
  },
});
