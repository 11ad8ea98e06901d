/** What a user of the client also meets: how it gets tokens, and how a call can end without an answer. */
export { clientCredentials, type ClientCredentialsOptions, TokenError } from '#lib/auth';
export { type AccessTokenSource, TotalTimeoutError, TransportError } from '#lib/http';
export { BudgetDeadlineError, CircuitOpenError } from '#lib/resilience';

export { accountTable } from './account.table.js';
export { annotationTable } from './annotation.table.js';
export { BatchAnswerError } from './batch/batch-answer-error.js';
export type { BatchItem, BatchOperation, ChangeSet, ChangeSetOperation } from './batch/batch-operation.js';
export type { OperationResult } from './batch/operation-result.js';
export type { BatchOptions } from './batch/send-batch.js';
export { type ConnectedDataverse, connectDataverse, type ConnectOptions } from './connect-dataverse.js';
export type { Bypass, CallOptions, WriteOptions } from './call-options.js';
export {
  choice,
  type Column,
  type ColumnOptions,
  day,
  flag,
  lookup,
  type MappedColumn,
  moment,
  number,
  type Setter,
  text,
} from './column.js';
export { contactTable } from './contact.table.js';
export { DataverseClient } from './dataverse-client.js';
export { DataverseConnection, type DataverseHealth } from './dataverse-connection.js';
export { DataverseError } from './dataverse-error.js';
export type { DataverseOptions } from './dataverse.options.js';
export type { DataverseErrorCode, RetryClass } from './error-meaning.js';
export { incidentTable } from './incident.table.js';
export { queryString } from './odata.js';
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
export { eq, ge, gt, isNotNull, isNull, le, lt, ne } from './query/comparison.js';
export { related, type Related, type RelatedLimits } from './query/expand.js';
export { and, type Filter, not, or } from './query/filter.js';
export { isIn, isNotIn } from './query/is-in.js';
export type { OrderBy } from './query/order-by.js';
export { contains, endsWith, startsWith } from './query/text-match.js';
export { type RateLimitHints, rateLimitHints } from './rate-limit-hints.js';
export { type RowAddress, type RowReference, rowOf, UnusableKeyError } from './row-address.js';
export type { BoundRow, NewRow, ReadValue, Row, RowChanges, WriteValue } from './row.js';
export { serviceProtectionPolicy, type ServiceProtectionOptions } from './service-protection.policy.js';
export { type Collection, type ColumnName, defineTable, type Table } from './table.js';
export { type JsonObject, jsonOf, WebApi } from './web-api.js';
export type { WebApiRequest } from './web-api-request.js';
