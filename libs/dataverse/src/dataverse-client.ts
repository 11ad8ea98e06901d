import type { Send } from '#lib/http';
import type { Lane } from '#lib/resilience';
import type { CallOptions, WriteOptions } from './web-api/call-options.js';
import type { incidentTable } from './tables/incident.table.js';
import type { BulkOptions } from './bulk/bulk-options.js';
import { BulkSupport } from './bulk/bulk-support.js';
import { createRows, type RowToCreate } from './bulk/create-rows.js';
import { type CaseToClose, closeRows } from './bulk/close-rows.js';
import { deleteRows } from './bulk/delete-rows.js';
import type { RowOutcome } from './bulk/row-outcome.js';
import { type RowToUpdate, updateRows, type UpdateRowsOptions } from './bulk/update-rows.js';
import { type RowToUpsert, upsertRows } from './bulk/upsert-rows.js';
import { type BulkGround, type RowInput, writeRows } from './bulk/write-rows.js';
import { type Annotated, attach, type NoteWithFile } from './files/attach.js';
import { deleteFile } from './files/delete-file.js';
import { type DownloadedFile, downloadFile, type DownloadOptions } from './files/download-file.js';
import type { FileColumnName } from './files/file-place.js';
import type { FileSource } from './files/file-source.js';
import { type FileToUpload, type UploadedFile, uploadFile } from './files/upload-file.js';
import { associate, disassociate, type LinkName } from './operations/link.js';
import { changes, type ChangesOptions, type ChangesPage } from './operations/changes.js';
import { type CaseResolution, closeCase } from './operations/close-case.js';
import { type Count, count } from './operations/count.js';
import { createIfAbsent } from './operations/create-if-absent.js';
import { type CreatedOnce, createOnce, type KeyedRow } from './operations/create-once.js';
import { create, type CreateOptions } from './operations/create.js';
import { type DeleteOptions, deleteRow } from './operations/delete-row.js';
import { type ActionCall, execute, type FunctionCall } from './operations/execute.js';
import { query, type QueryOptions } from './operations/query.js';
import type { ReturnOptions } from './operations/representation.js';
import {
  type ReadOptions,
  type ReadRow,
  type Reread,
  retrieve,
  retrieveIfChanged,
} from './operations/retrieve.js';
import { totalRowCount } from './operations/total-row-count.js';
import { update, type UpdateOptions } from './operations/update.js';
import { upsert, type Upserted } from './operations/upsert.js';
import { type WhoAmI, whoAmI } from './operations/who-am-i.js';
import type { Filter } from './query/filter.js';
import type { RowAddress, RowReference } from './table-map/row-address.js';
import type { NewRow, Row, RowChanges } from './table-map/row.js';
import type { ColumnName, Table } from './table-map/table.js';
import { type JsonObject, WebApi } from './web-api/web-api.js';

/**
 * The Web API of Dataverse in the words of the table maps. Every refusal is a `DataverseError`; the lack of an answer is the
 * error of the client policy that noticed it (`TransportError`, `TotalTimeoutError`, `CircuitOpenError`,
 * `BudgetDeadlineError`, `TokenError`): work that ends so is to be tried later. A name or a value that a map does not know is
 * a `MappingError`, before anything is sent.
 */
export class DataverseClient {
  /** For what has no table map: the same road, in the words of the Web API. */
  readonly webApi: WebApi;
  private readonly bulk: BulkGround;

  /**
   * `url` is the environment's, such as `https://contoso.crm4.dynamics.com`; `lane` is for calls that name none; `bulk` says what
   * calls with many rows go by.
   */
  constructor(
    url: string,
    send: Send,
    lane?: Lane,
    bulk: Pick<BulkGround, 'callScale' | 'clock' | 'random'> = {},
  ) {
    this.webApi = new WebApi(url, send, lane);
    this.bulk = { ...bulk, api: this.webApi, support: new BulkSupport(this.webApi) };
  }

  whoAmI(options: CallOptions = {}): Promise<WhoAmI> {
    return whoAmI(this.webApi, options);
  }

  /**
   * Creates a row. With an `id` of ours it is repeated when a reply is lost; if the lost one had been done, that ends in
   * `duplicate-row`, which the caller resolves by reading (see `createOnce`). Without one, a failure may come after the row is
   * there, so that the call must not be repeated blindly.
   */
  create<T extends Table, Name extends ColumnName<T> = never>(
    table: T,
    row: NewRow<T>,
    options?: CreateOptions<Name>,
  ): Promise<Row<T, Name>> {
    return create(this.webApi, table, row, options);
  }

  /**
   * Creates a row of ours exactly once, however often it is called. A duplicate is read, never assumed to be ours: it is if
   * it has our values of the table's first alternate key; else the `duplicate-row` stands.
   */
  createOnce<T extends Table, Name extends ColumnName<T> = never>(
    table: T,
    row: KeyedRow<T>,
    options: CreateOptions<Name> & { id: string },
  ): Promise<CreatedOnce<T, Name>> {
    return createOnce(this.webApi, table, row, options);
  }

  /** Creates the row unless there is one at this address, which is left as it is and read. */
  createIfAbsent<T extends Table, Name extends ColumnName<T> = never>(
    table: T,
    address: RowAddress<T>,
    row: NewRow<T>,
    options?: WriteOptions & ReturnOptions<Name>,
  ): Promise<CreatedOnce<T, Name>> {
    return createIfAbsent(this.webApi, table, address, row, options);
  }

  /** The row, or undefined when there is none. */
  retrieve<T extends Table, Name extends ColumnName<T> = never, E = Record<never, never>>(
    table: T,
    address: RowAddress<T>,
    options?: ReadOptions<T, Name, E>,
  ): Promise<ReadRow<T, Name, E> | undefined> {
    return retrieve(this.webApi, table, address, options);
  }

  /** The row if it is another version than that of the `etag`. */
  retrieveIfChanged<T extends Table, Name extends ColumnName<T> = never>(
    table: T,
    address: RowAddress<T>,
    etag: string,
    options?: CallOptions & { select?: readonly Name[] | undefined },
  ): Promise<Reread<T, Name>> {
    return retrieveIfChanged(this.webApi, table, address, etag, options);
  }

  /**
   * Changes a row that is there; `row-not-found` otherwise. With an `etag`, `version-mismatch` if somebody was faster. Answers
   * with the row if columns to `return` are asked for.
   */
  update<T extends Table, Name extends ColumnName<T> = never>(
    table: T,
    address: RowAddress<T>,
    changes: RowChanges<T>,
    options?: UpdateOptions<Name>,
  ): Promise<Row<T, Name> | undefined> {
    return update(this.webApi, table, address, changes, options);
  }

  /** Creates the row or changes it; says which only when columns to `return` are asked for, since Dataverse does. */
  upsert<T extends Table, Name extends ColumnName<T> = never>(
    table: T,
    address: RowAddress<T>,
    row: NewRow<T>,
    options?: WriteOptions & ReturnOptions<Name>,
  ): Promise<Upserted<T, Name>> {
    return upsert(this.webApi, table, address, row, options);
  }

  /** Deletes a row. With an `etag`, `version-mismatch` if somebody changed it; `row-in-use` where others hold on to it. */
  delete<T extends Table>(
    table: T,
    address: RowAddress<T>,
    options?: DeleteOptions,
  ): Promise<'deleted' | 'not-there'> {
    return deleteRow(this.webApi, table, address, options);
  }

  /**
   * Creates rows, in calls with as many as Dataverse works at for two seconds: `CreateMultiple` where the table has it, else
   * batches. Each row has a GUID of ours, so that a lost reply makes no second one. Yields what became of each row, in their
   * order; a bad row costs that row. An entry is yielded as it was given, whatever else it holds.
   *
   * @throws BulkCallError after all outcomes, when rows are refused for what is none of theirs
   */
  createMultiple<T extends Table, Entry extends RowToCreate<T> = RowToCreate<T>>(
    table: T,
    rows: RowInput<Entry>,
    options?: BulkOptions,
  ): AsyncGenerator<RowOutcome<Entry>, void, undefined> {
    return writeRows<Entry>(this.bulk, createRows(table), rows, options);
  }

  /** The same for changes to rows that are there; a row with an `etag` that has changed since is `other-version`. */
  updateMultiple<T extends Table, Entry extends RowToUpdate<T> = RowToUpdate<T>>(
    table: T,
    rows: RowInput<Entry>,
    { mayBeAbsent, ...options }: UpdateRowsOptions = {},
  ): AsyncGenerator<RowOutcome<Entry>, void, undefined> {
    return writeRows<Entry>(this.bulk, updateRows(table, mayBeAbsent), rows, options);
  }

  /** The same for rows that are created, or changed if they are there: the one to take for what may be sent again. */
  upsertMultiple<T extends Table, Entry extends RowToUpsert<T> = RowToUpsert<T>>(
    table: T,
    rows: RowInput<Entry>,
    options?: BulkOptions,
  ): AsyncGenerator<RowOutcome<Entry>, void, undefined> {
    return writeRows<Entry>(this.bulk, upsertRows(table), rows, options);
  }

  /** The same for rows to delete. */
  deleteMultiple<T extends Table>(
    table: T,
    addresses: RowInput<RowAddress<T>>,
    options?: BulkOptions,
  ): AsyncGenerator<RowOutcome<RowAddress<T>>, void, undefined> {
    return writeRows(this.bulk, deleteRows(table), addresses, options);
  }

  /** The same for cases to close, each by `CloseIncident`. One that is resolved is `already-closed`, by whoever it was. */
  closeCases<Entry extends CaseToClose>(
    cases: RowInput<Entry>,
    options?: BulkOptions,
  ): AsyncGenerator<RowOutcome<Entry>, void, undefined> {
    return writeRows<Entry>(this.bulk, closeRows, cases, options);
  }

  /**
   * The rows that pass the filter, page by page as they are needed. The service knows no skipping: each page names the next
   * by a link, which is followed as it is, with the same page size.
   */
  query<T extends Table, Name extends ColumnName<T> = never, E = Record<never, never>>(
    table: T,
    options?: QueryOptions<T, Name, E>,
  ): AsyncGenerator<ReadRow<T, Name, E>, void, undefined> {
    return query(this.webApi, table, options);
  }

  /**
   * What has changed in a table, page by page; all rows when nothing is said of where to begin. Work a page, keep its
   * `resumeFrom`, ask for the next: then a crash costs at most one page worked twice. So every change must bear to be worked
   * twice, and the service tells rows twice itself; it also tells the deletion of rows that nobody has heard of. A link that is
   * older than seven days is `changes-expired`, or with `resync` the beginning of all rows again: take what then does not come for deleted
   * (learn.microsoft.com/power-apps/developer/data-platform/use-change-tracking-synchronize-data-external-systems).
   */
  changes<T extends Table, Name extends ColumnName<T> = never>(
    table: T,
    options?: ChangesOptions<Name>,
  ): AsyncGenerator<ChangesPage<T, Name>, void, undefined> {
    return changes(this.webApi, table, options);
  }

  /** How many rows pass the filter, up to 5,000 (learn.microsoft.com/…/webapi/query/count-rows). */
  count<T extends Table>(
    table: T,
    options?: CallOptions & { filter?: Filter<T['name']> | undefined },
  ): Promise<Count> {
    return count(this.webApi, table, options);
  }

  /** How many rows there are, however many, as Dataverse counted them within the last 24 hours. */
  totalCount(table: Table, options?: CallOptions): Promise<number> {
    return totalRowCount(this.webApi, table, options);
  }

  /** Sets a lookup, or adds a row to a collection. */
  associate<T extends Table>(
    table: T,
    address: RowAddress<T>,
    link: LinkName<T>,
    to: RowReference,
    options?: WriteOptions,
  ): Promise<void> {
    return associate(this.webApi, table, address, link, to, options);
  }

  /** Empties a lookup, or takes a row out of a collection. */
  disassociate<T extends Table>(
    table: T,
    address: RowAddress<T>,
    link: LinkName<T>,
    from: RowReference,
    options?: WriteOptions,
  ): Promise<'removed' | 'not-there'> {
    return disassociate(this.webApi, table, address, link, from, options);
  }

  /** Resolves a case. Should the reply be lost, call it again: a case that is resolved is `already-closed`. */
  closeCase(
    address: RowAddress<typeof incidentTable>,
    resolution: CaseResolution,
    options?: WriteOptions,
  ): Promise<'closed' | 'already-closed'> {
    return closeCase(this.webApi, address, resolution, options);
  }

  /**
   * Puts a file into a column for files or images, in the place of the one before. Nothing is there before all of it is, so this may
   * be called again with a source of its own. A lost reply is resolved by reading. One block of 4 MB is in memory at a time, each a
   * call of its own.
   *
   * @throws FileSourceError when the source gives more or less than was told
   * @throws DataverseError `file-blocked`, `too-large`, `image-refused`, `row-not-found`
   */
  uploadFile<T extends Table>(
    table: T,
    address: RowAddress<T>,
    column: FileColumnName<T>,
    source: FileSource,
    file: FileToUpload,
    options?: WriteOptions,
  ): Promise<UploadedFile> {
    return uploadFile(this.webApi, table, address, column, source, file, options);
  }

  /**
   * The file in a column, as a stream that goes on behind its last byte when a connection breaks; undefined when there is no file,
   * or no row. It ends with a `FileChangedError` when another file took its place meanwhile.
   */
  downloadFile<T extends Table>(
    table: T,
    address: RowAddress<T>,
    column: FileColumnName<T>,
    options?: DownloadOptions,
  ): Promise<DownloadedFile | undefined> {
    return downloadFile(this.webApi, table, address, column, options);
  }

  /** Empties a column for files or images; `not-there` when there is no row. */
  deleteFile<T extends Table>(
    table: T,
    address: RowAddress<T>,
    column: FileColumnName<T>,
    options?: WriteOptions,
  ): Promise<'deleted' | 'not-there'> {
    return deleteFile(this.webApi, table, address, column, options);
  }

  /**
   * Puts a note with a file on a row, exactly once, however often it is called with this GUID.
   *
   * @throws FileSourceError when the source gives more or less than was told
   * @throws NoteExistsError when another note has the GUID
   * @throws DataverseError `file-blocked`, `too-large`
   */
  attach(
    to: Annotated,
    note: NoteWithFile,
    source: FileSource,
    options?: WriteOptions,
  ): Promise<'attached' | 'already-there'> {
    return attach(this.webApi, to, note, source, options);
  }

  /** Calls an action or a function, bound or not; answers with its object as it came, undefined when there is none. */
  execute(call: FunctionCall | ActionCall): Promise<JsonObject | undefined> {
    return execute(this.webApi, call);
  }
}
