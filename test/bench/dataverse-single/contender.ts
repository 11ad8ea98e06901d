import type { ReadRow } from './rows.js';

/** A way to read and write one contact by its alternate key. */
export interface Contender {
  /** Undefined when there is no such row. */
  retrieve(key: string): Promise<ReadRow | undefined>;
  /** Creates the row or changes it; rejects unless the far side said that it is done. */
  upsert(row: ReadRow): Promise<void>;
  close(): Promise<void>;
}
