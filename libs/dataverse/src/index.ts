/** What a user of the client also meets: how it gets tokens, and how a call can end without an answer. */
export { clientCredentials, type ClientCredentialsOptions, TokenError } from '#lib/auth';
export { type AccessTokenSource, TotalTimeoutError, TransportError } from '#lib/http';
export { BudgetDeadlineError, CircuitOpenError } from '#lib/resilience';

export { accountTable } from './account.table.js';
export { annotationTable } from './annotation.table.js';
export { type ConnectedDataverse, connectDataverse, type ConnectOptions } from './connect-dataverse.js';
export { contactTable } from './contact.table.js';
export type { CallOptions } from './call-options.js';
export { type CreatedOnce, type CreateOptions, DataverseClient, type WhoAmI } from './dataverse-client.js';
export { DataverseConnection, type DataverseHealth } from './dataverse-connection.js';
export { DataverseError, type DataverseErrorCode, type RetryClass } from './dataverse-error.js';
export type { DataverseOptions } from './dataverse.options.js';
export { and, eq, type Filter } from './filter.js';
export { incidentTable } from './incident.table.js';
export type { RowAddress } from './odata.js';
export { serviceProtectionPolicy, type ServiceProtectionOptions } from './service-protection.policy.js';
export type {
  BoundRow,
  ColumnName,
  NewRow,
  ReadValue,
  Row,
  RowChanges,
  RowReference,
  Table,
  WriteValue,
} from './table.js';
export { type JsonObject, jsonOf, WebApi, type WebApiRequest } from './web-api.js';
