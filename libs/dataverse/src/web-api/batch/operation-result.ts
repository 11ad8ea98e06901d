import type { HttpResponse } from '#lib/http';
import type { DataverseError } from '../../errors/dataverse-error.js';

/** What became of one operation of a batch. */
export type OperationResult =
  /** Done, with a status that was expected. The duration is that of the whole batch. */
  | { outcome: 'answered'; response: HttpResponse }
  | { outcome: 'refused'; error: DataverseError }
  /** Undone with its change set. The error is that of the operation that failed, which is `refused` if the answer names it. */
  | { outcome: 'rolled-back'; error: DataverseError }
  /** It stands behind a failure that ended the batch. */
  | { outcome: 'not-executed' };
