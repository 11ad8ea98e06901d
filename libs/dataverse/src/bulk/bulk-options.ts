import type { WriteOptions } from '../web-api/call-options.js';
import type { ChunkLimits } from './chunk-size.js';

/** How many rows are written. */
export interface BulkOptions extends WriteOptions, ChunkLimits {
  /** Always as bulk messages, or always as batches. Default: as bulk messages where the table has them and bad rows are few. */
  by?: 'bulk' | 'batch' | undefined;
  /**
   * Read the rows first: those that have these values already are `unchanged` and not sent, and of the others it is known whether
   * they are created or updated. Costs a read for every 200 rows.
   */
  readFirst?: boolean | undefined;
  /** Calls at a time; the budget may admit fewer. Default 8. */
  atOnce?: number | undefined;
  /** How long trouble is borne before rows are given back, in milliseconds; waiting for budget is none. Default 2 minutes. */
  patienceMs?: number | undefined;
}
