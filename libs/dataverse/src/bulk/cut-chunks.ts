import { BulkRow, type RefusedEntry } from './bulk-row.js';
import type { ChunkSize } from './chunk-size.js';
import { foundAt } from './read-rows.js';

/** Rows that go as one call, with those of the input between them that are never sent. */
export type Chunk<Entry> = (BulkRow<Entry> | RefusedEntry<Entry>)[];

/**
 * Cuts the input by rows and bytes, and before a row that stands in the chunk already: a bulk message refuses a row twice
 * (learn.microsoft.com/power-apps/developer/data-platform/bulk-operations, "Duplicate records").
 */
export async function* cutChunks<Entry>(
  rows: AsyncIterable<BulkRow<Entry> | RefusedEntry<Entry>>,
  size: ChunkSize,
): AsyncGenerator<Chunk<Entry>, void, undefined> {
  let chunk: Chunk<Entry> = [];
  let paths = new Set<string>();
  let bytes = 0;
  for await (const row of rows) {
    const path = row instanceof BulkRow ? foundAt(row.plan.path) : undefined;
    const more = row instanceof BulkRow ? row.bytes : 0;
    const isFull = bytes + more > size.mostBytes || chunk.length >= size.rows;
    if (chunk.length > 0 && (isFull || (path !== undefined && paths.has(path)))) {
      yield chunk;
      [chunk, paths, bytes] = [[], new Set(), 0];
    }
    chunk.push(row);
    bytes += more;
    if (path !== undefined) paths.add(path);
  }
  if (chunk.length > 0) yield chunk;
}
