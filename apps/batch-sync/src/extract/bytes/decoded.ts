import { isUtf8 } from 'node:buffer';
import { TextDecoder } from 'node:util';
import { DeliveryRefusedError } from '../../delivery-refused-error.js';

const LINE_END = 10;

/**
 * Bytes as text, without their byte order mark.
 *
 * @throws DeliveryRefusedError `delivery-wrong-encoding`
 */
export async function* decoded(
  bytes: AsyncIterable<Uint8Array>,
  encoding: string,
  file: string,
): AsyncGenerator<string> {
  const decoder = decoderOf(encoding, file);
  let line = 1;
  for await (const chunk of bytes) {
    const text = told(
      () => decoder.decode(chunk, { stream: true }),
      () => line + (encoding === 'utf-8' ? linesBeforeNoUtf8(chunk) : 0),
    );
    line += linesIn(chunk);
    if (text) yield text;
  }
  const rest = told(
    () => decoder.decode(),
    () => line,
  );
  if (rest) yield rest;

  function told(decode: () => string, lineOf: () => number): string {
    try {
      return decode();
    } catch (cause) {
      const says = `it has bytes that are no ${encoding.toUpperCase()}; the source may have changed its encoding.`;
      throw new DeliveryRefusedError('delivery-wrong-encoding', says, { file, line: lineOf() }, { cause });
    }
  }
}

function decoderOf(encoding: string, file: string): TextDecoder {
  try {
    return new TextDecoder(encoding, { fatal: true });
  } catch (cause) {
    const says = `it says that its encoding is ${encoding}, which nobody knows.`;
    throw new DeliveryRefusedError('delivery-wrong-encoding', says, { file }, { cause });
  }
}

function linesIn(chunk: Uint8Array): number {
  let count = 0;
  for (let at = chunk.indexOf(LINE_END); at >= 0; at = chunk.indexOf(LINE_END, at + 1)) count += 1;
  return count;
}

/** How many lines stand before the first that is wrong. A character that began in the chunk before is not looked at. */
function linesBeforeNoUtf8(chunk: Uint8Array): number {
  let from = chunk.findIndex((byte) => byte < 0x80 || byte >= 0xc0);
  for (let line = 0; ; line += 1) {
    const end = chunk.indexOf(LINE_END, from);
    if (end < 0 || !isUtf8(chunk.subarray(from, end))) return line;
    from = end + 1;
  }
}
