import type { HttpResponse } from '#lib/http';
import { refuseOtherKey, type RowAddress, rowPath } from '../table-map/row-address.js';
import type { NewRow } from '../table-map/row.js';
import type { Table } from '../table-map/table.js';
import { queryString } from '../web-api/odata.js';
import { agreement } from './agreement.js';
import type { BulkRow } from './bulk-row.js';
import type { BulkWrite } from './bulk-write.js';
import { planRow } from './plan-row.js';
import type { RowResult } from './row-outcome.js';

/** A row to create, or to change if it is there. */
export interface RowToUpsert<T extends Table> {
  at: RowAddress<T>;
  row: NewRow<T>;
}

/** The write that may be repeated: by key, it ends with the same row however often it is sent. */
export const upsertRows = <T extends Table>(table: T): BulkWrite<RowToUpsert<T>> => ({
  table,
  verb: 'upsert',
  bulk: { message: 'UpsertMultiple', doneStatus: 204 },
  plan: ({ at, row }, draft) => {
    refuseOtherKey(table, at, row);
    return planRow(table, at, row, draft, { byKey: true });
  },
  wanted: ({ row }) => row,
  operation: ({ address, values }) => ({
    method: 'PATCH',
    // Answered with the row, and only then, it says whether it was created.
    path: rowPath(table, address) + queryString({ $select: table.primaryId }),
    prefer: 'return=representation',
    body: values,
    expect: [200, 201, 204],
  }),
  done: (row, response) => whatWasDone(row, response),
  whenRead: (row, found) => {
    const isThere = found !== undefined && agreement(table, row.wanted, found) === 'same';
    if (isThere) return row.past.isUncertain ? whatWasDone(row) : { outcome: 'unchanged' };
    // What stands there after an attempt may be that attempt's.
    if (!row.past.isUncertain) row.remember({ seen: found ? 'there' : 'absent' });
    return undefined;
  },
});

function whatWasDone({ past }: BulkRow<unknown>, response?: HttpResponse): RowResult {
  const { seen, isUncertain } = past;
  if (seen !== undefined) return { outcome: seen === 'absent' ? 'created' : 'updated' };
  // An attempt before this one may have created the row that this one has found.
  if (response?.status === 200 && !isUncertain) return { outcome: 'updated' };
  return response?.status === 201 ? { outcome: 'created' } : upserted;
}

const upserted: RowResult = { outcome: 'upserted' };
