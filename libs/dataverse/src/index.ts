/** What a user of the client also meets: how it gets tokens, and how a call can end without an answer. */
export { clientCredentials, type ClientCredentialsOptions, TokenError } from '#lib/auth';
export { type AccessTokenSource, TotalTimeoutError, TransportError } from '#lib/http';
export {
  BudgetDeadlineError,
  BudgetStoreUnavailableError,
  CircuitOpenError,
  openBudget,
  type OpenBudgetOptions,
  type ServiceProtectionBudget,
} from '#lib/resilience';

export { standingLog } from './connection/standing-log.js';
export { accountTable } from './tables/account.table.js';
export { annotationTable } from './tables/annotation.table.js';
export { BatchAnswerError } from './web-api/batch/batch-answer-error.js';
export type {
  BatchItem,
  BatchOperation,
  ChangeSet,
  ChangeSetOperation,
} from './web-api/batch/batch-operation.js';
export type { OperationResult } from './web-api/batch/operation-result.js';
export type { BatchOptions } from './web-api/batch/send-batch.js';
export {
  type ConnectedDataverse,
  connectDataverse,
  type ConnectOptions,
} from './connection/connect-dataverse.js';
export type { Bypass, CallOptions, WriteOptions } from './web-api/call-options.js';
export { budgetMetric } from './connection/budget-metric.js';
export {
  choice,
  type Column,
  type ColumnOptions,
  day,
  file,
  flag,
  image,
  lookup,
  type MappedColumn,
  moment,
  number,
  type Setter,
  text,
} from './table-map/column.js';
export { contactTable } from './tables/contact.table.js';
export { cutText } from './table-map/cut-text.js';
export { guidFrom } from './table-map/guid-from.js';
export { keyOfId } from './table-map/key-of-id.js';
export type { ExpectedCost } from './bulk/chunk-size.js';
export { BulkCallError } from './bulk/bulk-call-error.js';
export type { CaseToClose } from './bulk/close-rows.js';
export type { RowToCreate } from './bulk/create-rows.js';
export type { RowOutcome, RowResult } from './bulk/row-outcome.js';
export type { RowToUpdate, UpdateRowsOptions } from './bulk/update-rows.js';
export type { RowToUpsert } from './bulk/upsert-rows.js';
export type { BulkOptions } from './bulk/bulk-options.js';
export type { RowInput } from './bulk/write-rows.js';
export { DataverseClient } from './dataverse-client.js';
export { DataverseConnection, type DataverseHealth } from './connection/dataverse-connection.js';
export { DataverseError } from './errors/dataverse-error.js';
export { MappingError } from './errors/mapping-error.js';
export type { DataverseOptions, OwnBudget } from './connection/dataverse.options.js';
export type { Entitlement } from './connection/entitlement-watch.js';
export type { DataverseErrorCode, RetryClass } from './errors/error-meaning.js';
export type { Annotated, NoteWithFile } from './files/attach.js';
export type { DownloadedFile, DownloadOptions } from './files/download-file.js';
export { FileChangedError } from './files/file-changed-error.js';
export type { FileColumnName } from './files/file-place.js';
export type { FileSource } from './files/file-source.js';
export { FileSourceError } from './files/file-source-error.js';
export { NoteExistsError } from './files/note-exists-error.js';
export type { FileToUpload, UploadedFile } from './files/upload-file.js';
export { incidentTable } from './tables/incident.table.js';
export { queryString } from './web-api/odata.js';
export type { ChangesOptions, ChangesPage } from './operations/changes.js';
export type { CaseResolution } from './operations/close-case.js';
export type { Count } from './operations/count.js';
export type { CreatedOnce, KeyedRow } from './operations/create-once.js';
export type { CreateOptions } from './operations/create.js';
export type { DeleteOptions } from './operations/delete-row.js';
export type { ActionCall, FunctionCall, FunctionParameter } from './operations/execute.js';
export type { QueryOptions } from './operations/query.js';
export type { ReturnOptions } from './operations/representation.js';
export type { ReadOptions, ReadRow, Reread } from './operations/retrieve.js';
export type { UpdateOptions } from './operations/update.js';
export type { Upserted } from './operations/upsert.js';
export type { WhoAmI } from './operations/who-am-i.js';
export type { GroupWritesOptions } from './write-groups/group-writes.options.js';
export { eq, ge, gt, isNotNull, isNull, le, lt, ne } from './query/comparison.js';
export { related, type Related, type RelatedLimits } from './query/expand.js';
export { and, type Filter, not, or } from './query/filter.js';
export { isIn, isNotIn } from './query/is-in.js';
export type { OrderBy } from './query/order-by.js';
export { contains, endsWith, startsWith } from './query/text-match.js';
export { type RateLimitHints, rateLimitHints } from './connection/rate-limit-hints.js';
export { type RowAddress, type RowReference, rowOf, UnusableKeyError } from './table-map/row-address.js';
export type { BoundRow, NewRow, ReadValue, Row, RowChanges, WriteValue } from './table-map/row.js';
export {
  serviceProtectionPolicy,
  type ServiceProtectionOptions,
} from './connection/service-protection.policy.js';
export { type Collection, type ColumnName, defineTable, type Table } from './table-map/table.js';
export { type JsonObject, jsonOf, WebApi } from './web-api/web-api.js';
export type { WebApiRequest } from './web-api/web-api-request.js';
