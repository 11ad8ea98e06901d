import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { DeliveryRefusedError } from '../../delivery-refused-error.js';
import type { SourceFile } from '../source-file.js';
import { peeked } from './peeked.js';

const GZIP = Buffer.from([0x1f, 0x8b]);

/**
 * The bytes of a file, unpacked where it begins as gzip does, whatever its name.
 *
 * @throws DeliveryRefusedError `delivery-truncated`, `delivery-damaged`
 */
export async function* unpacked(file: SourceFile): AsyncGenerator<Uint8Array> {
  const { head, bytes } = await peeked(file.bytes, GZIP.length);
  yield* GZIP.equals(head.subarray(0, GZIP.length)) ? gunzipped(bytes, file.name) : bytes;
}

async function* gunzipped(bytes: AsyncIterable<Uint8Array>, file: string): AsyncGenerator<Uint8Array> {
  const gunzip = createGunzip({ chunkSize: 64 * 1024 });
  // An error of the source ends the unpacking, whose reader hears it.
  pipeline(Readable.from(bytes), gunzip, () => undefined);
  try {
    yield* gunzip as AsyncIterable<Uint8Array>;
  } catch (error) {
    throw refusalOf(error, file);
  }
}

function refusalOf(error: unknown, file: string): unknown {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'Z_BUF_ERROR')
    return new DeliveryRefusedError(
      'delivery-truncated',
      'its packing (gzip) ends in the middle, so a part of the file was lost on the way.',
      { file },
      { cause: error },
    );
  if (code?.startsWith('Z_'))
    return new DeliveryRefusedError(
      'delivery-damaged',
      'its packing (gzip) is damaged, so the file is not what was sent.',
      { file },
      { cause: error },
    );
  return error;
}
