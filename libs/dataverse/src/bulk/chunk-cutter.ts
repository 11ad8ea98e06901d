import { BulkRow, type RefusedEntry } from './bulk-row.js';
import type { ChunkSize } from './chunk-size.js';

/** Rows that go as one call, with those of the input between them that are never sent. */
export type Chunk<Entry> = (BulkRow<Entry> | RefusedEntry<Entry>)[];

/**
 * Cuts the input by rows and bytes, and before a row that stands in the chunk already: a bulk message refuses a row twice
 * (learn.microsoft.com/power-apps/developer/data-platform/bulk-operations, "Duplicate records").
 */
export class ChunkCutter<Entry> {
  private chunk: Chunk<Entry> = [];
  private readonly places = new Set<string>();
  private bytes = 0;
  private mostRows = 0;

  constructor(private readonly size: ChunkSize) {}

  /** Whether this one may stand in the present chunk. */
  takes(row: Chunk<Entry>[number]): boolean {
    if (this.isEmpty || !(row instanceof BulkRow)) return true;
    return this.bytes + row.plan.bytes <= this.size.mostBytes && !this.places.has(row.place);
  }

  add(row: Chunk<Entry>[number]): void {
    // Once for each chunk, since rows are many; and not before it begins, since the last one may have waited long to be taken.
    if (this.isEmpty) this.mostRows = this.size.rows;
    this.chunk.push(row);
    if (!(row instanceof BulkRow)) return;
    this.bytes += row.plan.bytes;
    this.places.add(row.place);
  }

  get isEmpty(): boolean {
    return this.chunk.length === 0;
  }

  get isFull(): boolean {
    return this.chunk.length >= this.mostRows;
  }

  /** The present chunk; the next one begins. */
  cut(): Chunk<Entry> {
    const { chunk } = this;
    this.chunk = [];
    this.places.clear();
    this.bytes = 0;
    return chunk;
  }
}
