import type { ReadRow } from '../../dataverse-single/rows.js';

/** A way to write many contacts by their alternate key. */
export interface Contender {
  /** Rejects unless the far side said of each row that it is done. */
  write(rows: Iterable<ReadRow>, rowsARequest: number): Promise<void>;
  close(): Promise<void>;
}

/** What most write, and as much as a request can hold. */
export const sizes = [100, 1_000] as const;
/** Requests in flight at a time. */
export const requestsAtOnce = 8;
