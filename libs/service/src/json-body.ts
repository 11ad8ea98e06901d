import { ProblemError } from '#lib/problem';
import secureJson from 'secure-json-parse';

/** Deeper than any document we take; deep ones exhaust the stack of whoever walks them. */
const MAX_DEPTH = 16;
const utf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * Reads a JSON body strictly: UTF-8 (a byte order mark is dropped), no nesting deeper than 16, no `__proto__`.
 *
 * @throws ProblemError `invalid-encoding`, `json-too-deep` or `malformed-json`
 */
export function parseJsonBody(bytes: Buffer): unknown {
  const text = decode(bytes);
  if (depthOf(bytes) > MAX_DEPTH)
    throw new ProblemError('json-too-deep', { detail: `At most ${MAX_DEPTH} levels.` });
  try {
    return secureJson.parse(text);
  } catch {
    // The parser's own words quote the text, which may hold personal data.
    throw new ProblemError('malformed-json');
  }
}

function decode(bytes: Buffer): string {
  try {
    return utf8.decode(bytes);
  } catch (cause) {
    throw new ProblemError('invalid-encoding', { cause });
  }
}

/** Counts brackets outside strings; the bytes of multi-byte characters are never mistaken for brackets or quotes. */
function depthOf(bytes: Buffer): number {
  let depth = 0;
  let deepest = 0;
  let inString = false;
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at];
    if (inString) {
      if (byte === 0x5c) at += 1;
      else if (byte === 0x22) inString = false;
    } else if (byte === 0x22) inString = true;
    else if (byte === 0x7b || byte === 0x5b) deepest = Math.max(deepest, (depth += 1));
    else if (byte === 0x7d || byte === 0x5d) depth -= 1;
  }
  return deepest;
}
