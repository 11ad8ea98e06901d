import type { DataverseError } from '../errors/dataverse-error.js';
import type { CallOptions } from '../web-api/call-options.js';
import type { WebApi } from '../web-api/web-api.js';
import { type BulkRow, isOpen } from './bulk-row.js';
import { codeOf } from './bulk-trouble.js';
import type { BulkWrite } from './bulk-write.js';
import { rowPath } from '../table-map/row-address.js';
import { foundAt, readRows } from './read-rows.js';

/** Reads rows and settles those of which that tells enough; answers with those that are still to be sent. */
export async function lookAtRows<Entry>(
  api: WebApi,
  write: BulkWrite<Entry>,
  rows: readonly BulkRow<Entry>[],
  { signal, lane, onBehalfOf, consistency }: CallOptions,
): Promise<BulkRow<Entry>[]> {
  if (rows.length === 0) return [];
  const names = [...new Set(rows.flatMap(({ wanted }) => Object.keys(wanted)))];
  const addresses = rows.map(({ address }) => address);
  try {
    const how = { signal, lane, onBehalfOf, consistency };
    const found = await readRows(api, write.table, addresses, names, how);
    for (const row of rows) {
      row.result = write.whenRead(row, found.get(foundAt(rowPath(write.table, row.address))));
      row.note('read');
      row.remember({ wasRead: true });
    }
    return rows.filter(isOpen);
  } catch (error) {
    for (const row of rows) row.note(`read: ${codeOf(error)}`);
    throw error;
  }
}

/** The same of rows whose refusal may mean that they are done: of a chunk, any of them may be meant. */
export function lookAtDoubted<Entry>(
  api: WebApi,
  write: BulkWrite<Entry>,
  rows: readonly BulkRow<Entry>[],
  error: DataverseError,
  how: CallOptions,
): Promise<BulkRow<Entry>[]> {
  for (const row of rows) row.remember({ doubted: error });
  return lookAtRows(api, write, rows, how);
}
