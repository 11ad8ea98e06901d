import type { AlternateKey, Table } from '../schema/table.js';
import type { Tables } from '../schema/tables.js';
import type { RowStore } from '../store/row-store.js';

/** As EntityKeyIndexStatus has them. */
export type KeyIndexStatus = 'Pending' | 'InProgress' | 'Active' | 'Failed';

const DEFAULT_SECONDS = 2;

/** Whoever can say how far the index of a key is. */
export interface KeyIndexStatuses {
  /** At a moment in milliseconds since 1970. */
  statusOf(table: Table, key: AlternateKey, now: number): KeyIndexStatus;
}

/**
 * The background process that makes the indexes of new keys. A key is Pending for the first half of its time and InProgress for the
 * second; then it is Active, or, when two rows have the same values in its columns, Failed until somebody reactivates it:
 * developer/data-platform/define-alternate-keys-entity, "Monitor index creation".
 */
export class KeyIndexes implements KeyIndexStatuses {
  constructor(
    private readonly tables: Tables,
    private readonly store: RowStore,
    private readonly seconds = DEFAULT_SECONDS,
  ) {}

  /** Ends what had time enough by now (milliseconds since 1970); before each request, so that none sees it late. */
  settle(now: number): void {
    for (const table of this.tables.all) {
      for (const key of table.definition.keys) {
        if (key.index?.status !== 'building' || this.elapsed(key.index, now) < 1) continue;
        const status = this.store.hasDuplicates(table, key) ? 'failed' : 'active';
        this.store.write({ op: 'putKey', table: table.name, key: { ...key, index: { status } } });
      }
    }
  }

  statusOf(_table: Table, { index }: AlternateKey, now: number): KeyIndexStatus {
    if (index?.status === 'building') return this.elapsed(index, now) < 0.5 ? 'Pending' : 'InProgress';
    return index?.status === 'failed' ? 'Failed' : 'Active';
  }

  /** The share of its time that has passed. A clock that was set back starts it anew. */
  private elapsed({ since }: { since: number }, now: number): number {
    return this.seconds === 0 ? 1 : Math.abs(now - since) / (this.seconds * 1000);
  }
}
