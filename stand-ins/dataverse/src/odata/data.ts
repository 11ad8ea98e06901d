import type { Tables } from '../schema/tables.js';
import type { RowStore } from '../store/row-store.js';

/** What a query is asked of. */
export interface Data {
  tables: Tables;
  store: RowStore;
  /** Milliseconds since 1970: what `Today` means. */
  now: number;
}
