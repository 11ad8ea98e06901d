import { createReadStream } from 'node:fs';
import { basename } from 'node:path';

/** A delivery as it comes: read once, as fast as its rows are taken. */
export interface SourceFile {
  /** As operators know it. */
  name: string;
  bytes: AsyncIterable<Uint8Array>;
}

/** A file of this machine. */
export const sourceFile = (path: string): SourceFile => ({
  name: basename(path),
  bytes: createReadStream(path, { highWaterMark: 64 * 1024 }),
});
