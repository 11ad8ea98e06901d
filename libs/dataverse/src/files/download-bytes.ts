import type { Readable } from 'node:stream';
import { TransportError } from '#lib/http';
import { FileChangedError } from './file-changed-error.js';
import { type Download, type FilePart, readPart } from './file-part.js';

/** How often in a row a part may break off without a byte. */
const mostBreaks = 3;

/**
 * The bytes of a file, part by part. A part that breaks off is gone on with behind its last byte, as long as each attempt brings
 * some. Each part is a call of its own, so that it meets the breaker and pays its budget. No two files are mixed: when there were
 * several calls, the file must be the same at the end as it was before the first.
 *
 * @throws FileChangedError when it is not
 * @throws TransportError `connection-reset` when parts break off without a byte
 */
export async function* bytesOf(
  download: Download,
  first: FilePart,
  isUnchanged: () => Promise<boolean>,
): AsyncGenerator<Buffer, void> {
  const { sizeInBytes } = first;
  let part: FilePart | undefined = first;
  let offset = 0;
  let parts = 0;
  for (let breaks = 0; offset < sizeInBytes; parts += 1) {
    part ??= await readPart(download, offset);
    if (part?.sizeInBytes !== sizeInBytes) throw changed(part);
    const begunAt = offset;
    const reading = new Reading(part.stream);
    try {
      for (let chunk = await reading.next(); chunk; chunk = await reading.next()) {
        offset += chunk.length;
        if (offset > sizeInBytes) throw new FileChangedError();
        yield chunk;
      }
    } finally {
      part.stream.destroy();
    }
    breaks = offset > begunAt ? 0 : breaks + 1;
    if (breaks === mostBreaks) throw broken(reading.failure);
    part = undefined;
  }
  if (parts > 1 && !(await isUnchanged())) throw new FileChangedError();
}

function changed(part: FilePart | undefined): FileChangedError {
  part?.stream.destroy();
  return new FileChangedError();
}

const broken = (cause: unknown) => new TransportError('connection-reset', 'unknown', { cause });

/** The chunks of one answer. Its break is an end; a failure of whoever reads us is none of it. */
class Reading {
  failure: unknown;
  private readonly chunks: AsyncIterator<Buffer>;

  constructor(stream: Readable) {
    this.chunks = stream[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  }

  async next(): Promise<Buffer | undefined> {
    try {
      const { done, value } = await this.chunks.next();
      return done ? undefined : value;
    } catch (error) {
      this.failure = error;
      return undefined;
    }
  }
}
