import type { DataverseError } from '../errors/dataverse-error.js';
import type { MappingError } from '../errors/mapping-error.js';

/** What became of one row. */
export type RowResult =
  /** `id` where Dataverse, or the create itself, tells it. */
  | { outcome: 'created' | 'updated'; id?: string }
  /** Created or updated: `UpsertMultiple` does not say which. `readFirst` finds out. */
  | { outcome: 'upserted' }
  /** It had these values already. */
  | { outcome: 'unchanged' }
  | { outcome: 'deleted' | 'not-there' }
  /** Somebody has changed it since its etag was read: it is left as it is. */
  | { outcome: 'other-version' }
  /** Of a case; `closed` also when it may have been somebody else who did it while a reply was lost. */
  | { outcome: 'closed' | 'already-closed' }
  /** By Dataverse, or before anything was sent by the table's map; either has a `code`. No repeat will mend it. */
  | { outcome: 'refused'; error: DataverseError | MappingError }
  /** Certainly not done; may be sent again as it is, when what the error says has passed. */
  | { outcome: 'not-written'; error: Error }
  /** Perhaps done. `tried` says what was sent and read to find out, in order. */
  | { outcome: 'unknown'; error: Error; tried: readonly string[] };

/** What became of one entry of the input. */
export type RowOutcome<Entry> = RowResult & {
  readonly entry: Entry;
  /** Its place in the input, counted from 0. */
  readonly index: number;
};
