import { type RowAddress, rowPath } from '../table-map/row-address.js';
import { putChanges } from '../table-map/row-mapping.js';
import type { RowChanges } from '../table-map/row.js';
import type { Table } from '../table-map/table.js';
import { isRefusal } from '../errors/dataverse-error.js';
import { agreement } from './agreement.js';
import type { BulkWrite } from './bulk-write.js';
import { planRow } from './plan-row.js';
import type { BulkOptions } from './bulk-options.js';

/** Changes to a row that is there. */
export interface RowToUpdate<T extends Table> {
  /** By its GUID it goes in a bulk message; by an alternate key, which `UpdateMultiple` does not know, in a batch. */
  at: RowAddress<T>;
  changes: RowChanges<T>;
  /** Change only the version with this etag, which was read before. Such a row goes in a batch, too. */
  etag?: string | undefined;
}

/** How rows are changed. */
export interface UpdateRowsOptions extends BulkOptions {
  /** A row that is not there is `not-there`. Default: it is refused. */
  mayBeAbsent?: boolean | undefined;
}

/** Changes rows and never makes one. */
export const updateRows = <T extends Table>(table: T, mayBeAbsent = false): BulkWrite<RowToUpdate<T>> => ({
  table,
  verb: 'update',
  bulk: { message: 'UpdateMultiple', doneStatus: 204 },
  plan: ({ at, changes, etag }, draft) =>
    planRow(table, at, changes, draft, { byKey: false, inBulk: etag === undefined, map: putChanges }),
  wanted: ({ changes }) => changes,
  operation: ({ address, values, entry: { etag = '*' } }) => ({
    method: 'PATCH',
    path: rowPath(table, address),
    body: values,
    headers: { 'if-match': etag },
    expect: [200, 204],
  }),
  done: () => ({ outcome: 'updated' }),
  whenRefused: ({ past: { isUncertain, tried } }, error) => {
    if (!isRefusal(error, 'version-mismatch')) return undefined;
    // The other version may be that of an attempt before this one.
    return isUncertain
      ? { outcome: 'unknown', error, tried: [...tried, `sent: ${error.code}`] }
      : { outcome: 'other-version' };
  },
  // It may also be a row that the changes bind: so it is looked for.
  isDoubtful: (error) => mayBeAbsent && isRefusal(error, 'row-not-found'),
  whenRead: ({ wanted, past }, found) => {
    if (!found && mayBeAbsent) return { outcome: 'not-there' };
    if (!found || agreement(table, wanted, found) !== 'same') return undefined;
    return { outcome: past.isUncertain ? 'updated' : 'unchanged' };
  },
});
