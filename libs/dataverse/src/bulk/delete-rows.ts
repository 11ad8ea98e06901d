import { isRefusal } from '../errors/dataverse-error.js';
import { type RowAddress, rowPath } from '../table-map/row-address.js';
import type { Table } from '../table-map/table.js';
import type { BulkRow } from './bulk-row.js';
import type { BulkWrite } from './bulk-write.js';
import { planRow } from './plan-row.js';
import type { RowResult } from './row-outcome.js';

/** A row that is gone already is where it was to be. `DeleteMultiple` is for elastic tables only; others go in a batch. */
export const deleteRows = <T extends Table>(table: T): BulkWrite<RowAddress<T>> => ({
  table,
  verb: 'delete',
  bulk: { message: 'DeleteMultiple', doneStatus: 204 },
  plan: (at, draft) => planRow(table, at, {}, draft, { byKey: false }),
  wanted: () => ({}),
  operation: ({ address }) => ({ method: 'DELETE', path: rowPath(table, address), expect: [204] }),
  done: () => ({ outcome: 'deleted' }),
  whenRefused: (row, error) => (isRefusal(error, 'row-not-found') ? gone(row) : undefined),
  whenRead: (row, found) => (found ? undefined : gone(row)),
});

/** After an attempt of which nothing was heard, it was that one. */
const gone = ({ past }: BulkRow<unknown>): RowResult => ({
  outcome: past.isUncertain ? 'deleted' : 'not-there',
});
