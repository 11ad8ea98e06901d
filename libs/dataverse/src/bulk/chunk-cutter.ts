import { BulkRow, type RefusedEntry } from './bulk-row.js';
import type { ChunkSize } from './chunk-size.js';

/** A row to send, or an entry of the input between those that is never sent. */
export type PlannedRow<Entry> = BulkRow<Entry> | RefusedEntry<Entry>;

/** Rows that go as one call, in the order of the input. */
export interface Chunk<Entry> {
  readonly rows: readonly PlannedRow<Entry>[];
  /** Where those stand that are sent: `BulkRow.place`. */
  readonly places: ReadonlySet<string>;
}

/**
 * Cuts the input by rows and bytes, and before a row that stands in the chunk already: a bulk message refuses a row twice
 * (learn.microsoft.com/power-apps/developer/data-platform/bulk-operations, "Duplicate records").
 */
export class ChunkCutter<Entry> {
  private rows: PlannedRow<Entry>[] = [];
  private places = new Set<string>();
  private bytes = 0;
  private mostRows = 0;

  constructor(private readonly size: ChunkSize) {}

  /** Whether this one may stand in the present chunk. */
  takes(row: PlannedRow<Entry>): boolean {
    if (this.isEmpty || !(row instanceof BulkRow)) return true;
    return this.bytes + row.plan.bytes <= this.size.mostBytes && !this.places.has(row.place);
  }

  add(row: PlannedRow<Entry>): void {
    // Once for each chunk, since rows are many; and not before it begins, since the last one may have waited long to be taken.
    if (this.isEmpty) this.mostRows = this.size.rows;
    this.rows.push(row);
    if (!(row instanceof BulkRow)) return;
    this.bytes += row.plan.bytes;
    this.places.add(row.place);
  }

  get isEmpty(): boolean {
    return this.rows.length === 0;
  }

  get isFull(): boolean {
    return this.rows.length >= this.mostRows;
  }

  /** The present chunk; the next one begins. */
  cut(): Chunk<Entry> {
    const { rows, places } = this;
    this.rows = [];
    this.places = new Set();
    this.bytes = 0;
    return { rows, places };
  }
}
