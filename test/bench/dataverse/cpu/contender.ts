import type { ReadRow } from '../../dataverse-single/rows.js';

/** A way to write many contacts by their alternate key, 100 a request. */
export interface Contender {
  /** Rejects unless the far side said of each row that it is done. */
  write(rows: Iterable<ReadRow>): Promise<void>;
  close(): Promise<void>;
}

export const rowsARequest = 100;
/** Requests in flight at a time. */
export const requestsAtOnce = 8;
