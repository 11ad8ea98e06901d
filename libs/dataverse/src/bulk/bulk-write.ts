import type { HttpResponse } from '#lib/http';
import type { DataverseError } from '../errors/dataverse-error.js';
import type { Row } from '../table-map/row.js';
import type { Table } from '../table-map/table.js';
import type { BatchOperation } from '../web-api/batch/batch-operation.js';
import type { BulkRow, RowPlan } from './bulk-row.js';
import type { RowResult } from './row-outcome.js';

/** The bulk messages (learn.microsoft.com/power-apps/developer/data-platform/bulk-operations). */
export type BulkMessage = 'CreateMultiple' | 'UpdateMultiple' | 'UpsertMultiple' | 'DeleteMultiple';

/** One way to write many rows of a table: as a bulk message, and as an operation of a batch where that does not go. */
export interface BulkWrite<Entry> {
  readonly table: Table;
  /** For the names of calls: `account.upsert-multiple`. */
  readonly verb: 'create' | 'update' | 'upsert' | 'delete';
  readonly message: BulkMessage;
  /** The status of a bulk message that was done. */
  readonly doneStatus: 200 | 204;
  /** @throws TypeError for an entry that the table's map does not take */
  plan(entry: Entry): RowPlan;
  operation(row: BulkRow<Entry>): Pick<BatchOperation, 'method' | 'path' | 'headers' | 'prefer' | 'expect'>;
  /** It was done: `response` is that to its operation of a batch, if it was one. */
  done(row: BulkRow<Entry>, response?: HttpResponse): RowResult;
  /** What a refusal of this row means; undefined when it means just that. */
  whenRefused?(row: BulkRow<Entry>, error: DataverseError): RowResult | undefined;
  /** Means that the row is there already: it is to be read, and compared. */
  isDuplicate?(error: DataverseError): boolean;
  /** What follows from what was read; undefined when the row is still to be sent. */
  whenRead(row: BulkRow<Entry>, found: Row<Table> | undefined): RowResult | undefined;
}
