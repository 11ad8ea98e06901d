import type { DataverseError } from '../errors/dataverse-error.js';

/**
 * The call is wrong, and not a row in it: a column or a right is missing, or row after row was refused alike. The rows that
 * were not decided when that was found are `not-written`.
 */
export class BulkCallError extends Error {
  override readonly name = 'BulkCallError';
  readonly code = 'bulk-call-refused';

  constructor(
    readonly operation: string,
    override readonly cause: DataverseError,
  ) {
    super(`${operation} was stopped, since its rows are refused alike: ${cause.message}`, { cause });
  }
}
