import type { ReadRow } from '../../dataverse-single/rows.js';

/** What most write, as much as a request can hold, and what our client comes to by itself. */
export type RowsARequest = (typeof fixedSizes)[number] | 'its own';

/** A way to write many contacts by their alternate key. */
export interface Contender {
  /** Rejects unless the far side said of each row that it is done. */
  write(rows: Iterable<ReadRow>, rowsARequest: RowsARequest): Promise<void>;
  close(): Promise<void>;
}

/** Those that everybody can be told. */
export const fixedSizes = [100, 1_000] as const;
/** Requests in flight at a time. */
export const requestsAtOnce = 8;
