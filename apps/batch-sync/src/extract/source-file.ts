import { createReadStream } from 'node:fs';
import { basename } from 'node:path';

/** A delivery as it comes: read once, as fast as its rows are taken. */
export interface SourceFile {
  /** As operators know it. */
  name: string;
  bytes: AsyncIterable<Uint8Array>;
}

/** A file of this machine. It is opened when its first bytes are taken, so that whoever takes them hears that it cannot be. */
export const sourceFile = (path: string): SourceFile => ({ name: basename(path), bytes: bytesOf(path) });

async function* bytesOf(path: string): AsyncGenerator<Uint8Array> {
  yield* createReadStream(path, { highWaterMark: 64 * 1024 }) as AsyncIterable<Uint8Array>;
}
