import type { HttpResponse } from '#lib/http';
import type { DataverseError } from '../errors/dataverse-error.js';
import type { Row } from '../table-map/row.js';
import type { Table } from '../table-map/table.js';
import type { BatchOperation } from '../web-api/batch/batch-operation.js';
import type { BulkRow, RowPlan } from './bulk-row.js';
import type { RowResult } from './row-outcome.js';
import type { TargetDraft } from './target-draft.js';

/** The bulk messages (learn.microsoft.com/power-apps/developer/data-platform/bulk-operations). */
export type BulkMessage = 'CreateMultiple' | 'UpdateMultiple' | 'UpsertMultiple' | 'DeleteMultiple';

/** One way to write many rows of a table: as a bulk message, and as an operation of a batch where that does not go. */
export interface BulkWrite<Entry> {
  readonly table: Table;
  /** For the names of calls: `account.upsert-multiple`. */
  readonly verb: 'create' | 'update' | 'upsert' | 'delete' | 'close';
  /** The message, and its status when it was done; undefined where there is none for this. */
  readonly bulk?: { readonly message: BulkMessage; readonly doneStatus: 200 | 204 } | undefined;
  /**
   * Writes it into the draft.
   *
   * @throws MappingError for an entry that the table's map does not take
   */
  plan(entry: Entry, draft: TargetDraft): RowPlan;
  /** The values that it shall have, in the words of the table's map. */
  wanted(entry: Entry): Readonly<Record<string, unknown>>;
  operation(
    row: BulkRow<Entry>,
  ): Pick<BatchOperation, 'method' | 'path' | 'headers' | 'prefer' | 'body' | 'expect'>;
  /** It was done: `response` is that to its operation of a batch, if it was one. */
  done(row: BulkRow<Entry>, response?: HttpResponse): RowResult;
  /** What a refusal of this row means; undefined when it means just that. */
  whenRefused?(row: BulkRow<Entry>, error: DataverseError): RowResult | undefined;
  /** May mean that it is done already, such as that the row is there: then it is read, and compared. */
  isDoubtful?(error: DataverseError): boolean;
  /** What follows from what was read; undefined when the row is still to be sent. */
  whenRead(row: BulkRow<Entry>, found: Row<Table> | undefined): RowResult | undefined;
}
