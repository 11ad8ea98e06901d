import type { Readable } from 'node:stream';
import { FileSourceError } from './file-source-error.js';

/** Where the bytes of a file come from. Anything but a `Buffer` is read once, a block at a time, and closed however it ends. */
export type FileSource = Buffer | Readable | AsyncIterable<Uint8Array>;

/** A block of a file; `last` says that nothing follows. */
export interface Block {
  bytes: Buffer;
  last: boolean;
}

/**
 * The source in blocks of `blockBytes`, the last one shorter, and of nothing one that is empty: so much is in memory, and the chunk
 * that was read last. A source that gives more or less than `sizeInBytes` is told before its last block.
 *
 * @throws FileSourceError `source-too-long` or `source-too-short`
 */
export async function* blocksOf(
  source: FileSource,
  blockBytes: number,
  sizeInBytes: number | undefined,
): AsyncGenerator<Block, void> {
  let pieces: Buffer[] = [];
  let held = 0;
  let read = 0;
  for await (const chunk of chunksOf(source)) {
    read += chunk.length;
    if (sizeInBytes !== undefined && read > sizeInBytes) throw new FileSourceError('source-too-long');
    for (let rest = chunk; rest.length > 0;) {
      if (held === blockBytes) {
        yield { bytes: Buffer.concat(pieces), last: false };
        [pieces, held] = [[], 0];
      }
      // Copied, for a source may use its memory again.
      const piece = Buffer.from(rest.subarray(0, blockBytes - held));
      pieces.push(piece);
      held += piece.length;
      rest = rest.subarray(piece.length);
    }
  }
  if (sizeInBytes !== undefined && read < sizeInBytes) throw new FileSourceError('source-too-short');
  yield { bytes: Buffer.concat(pieces), last: true };
}

async function* chunksOf(source: FileSource): AsyncGenerator<Uint8Array, void> {
  if (Buffer.isBuffer(source)) return yield source;
  for await (const chunk of source as AsyncIterable<unknown>) {
    if (!(chunk instanceof Uint8Array)) throw new TypeError('The source of a file gives bytes.');
    yield chunk;
  }
}
