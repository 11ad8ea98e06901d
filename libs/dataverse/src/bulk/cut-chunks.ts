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
  private mostRows: number;

  constructor(private readonly size: ChunkSize) {
    this.mostRows = size.rows;
  }

  /** Takes one more; answers with the chunk that is full without it, if one is. */
  add(row: Chunk<Entry>[number]): Chunk<Entry> | undefined {
    const place = row instanceof BulkRow ? row.place : undefined;
    const more = row instanceof BulkRow ? row.bytes : 0;
    const isFull = this.chunk.length >= this.mostRows || this.bytes + more > this.size.mostBytes;
    const isOver = isFull || (place !== undefined && this.places.has(place));
    const before = isOver ? this.rest() : [];
    this.chunk.push(row);
    this.bytes += more;
    if (place !== undefined) this.places.add(place);
    return before.length > 0 ? before : undefined;
  }

  /** What was not full yet. How large the next one may be is asked once, since rows are many. */
  rest(): Chunk<Entry> {
    const { chunk } = this;
    this.chunk = [];
    this.places.clear();
    this.bytes = 0;
    this.mostRows = this.size.rows;
    return chunk;
  }
}
