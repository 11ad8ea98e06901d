import type { ReadRow } from '../../dataverse-single/rows.js';
import { requestsAtOnce, type RowsARequest } from './contender.js';

/** The little loop that is written around a client which sends what it is given. */
export async function inChunks(
  rows: Iterable<ReadRow>,
  rowsARequest: RowsARequest,
  send: (chunk: readonly ReadRow[]) => Promise<void>,
): Promise<void> {
  if (rowsARequest === 'its own') throw new Error('It knows no size of its own.');
  const chunks = chunksOf(rows, rowsARequest);
  const goOn = async () => {
    for (const chunk of chunks) await send(chunk);
  };
  await Promise.all(Array.from({ length: requestsAtOnce }, goOn));
}

function* chunksOf(rows: Iterable<ReadRow>, rowsARequest: number): Generator<ReadRow[]> {
  let chunk: ReadRow[] = [];
  for (const row of rows) {
    chunk.push(row);
    if (chunk.length < rowsARequest) continue;
    yield chunk;
    chunk = [];
  }
  if (chunk.length > 0) yield chunk;
}
