import { unreadableBatch } from '../errors.js';
import { readHeaders, splitHead, type Headers } from './read-head.js';

/** One part between two delimiters. */
export interface Part {
  headers: Headers;
  content: Buffer;
}

export interface Multipart {
  parts: Part[];
  /** What follows the closing delimiter. */
  rest: Buffer;
}

/**
 * Takes a multipart body apart, byte for byte: a delimiter stands at the beginning of a line, lines end with CRLF and with nothing
 * else, what precedes the first delimiter is nobody's. https://www.rfc-editor.org/rfc/rfc2046#section-5.1
 */
export function readMultipart(body: Buffer, boundary: string): Multipart {
  const parts: Part[] = [];
  let delimiter = findDelimiter(body, boundary, 0);
  while (delimiter && !delimiter.closes) {
    const next = findDelimiter(body, boundary, delimiter.end - LINE_END.length);
    if (!next) throw unreadableBatch();
    parts.push(readPart(body.subarray(delimiter.end, Math.max(delimiter.end, next.start))));
    delimiter = next;
  }
  if (!delimiter) throw unreadableBatch();
  return { parts, rest: body.subarray(delimiter.end) };
}

/** The boundary of a content type `multipart/mixed`, in quotes or not; nothing when it is another type. */
export function boundaryOf(contentType: string | undefined): string | undefined {
  const [, parameters = ''] = /^\s*multipart\/mixed\s*;(.*)$/is.exec(contentType ?? '') ?? [];
  const [, quoted, plain] = /(?:^|;)\s*boundary\s*=\s*(?:"([^"]+)"|([^\s;"]+))/i.exec(parameters) ?? [];
  return quoted ?? plain;
}

interface Delimiter {
  /** Where it begins, with the line end before it. */
  start: number;
  /** Behind it, and behind its line end unless it closes. */
  end: number;
  closes: boolean;
}

const LINE_END = '\r\n';

function findDelimiter(body: Buffer, boundary: string, from: number): Delimiter | undefined {
  const dashed = `--${boundary}`;
  for (let at = body.indexOf(dashed, from); at >= 0; at = body.indexOf(dashed, at + 1)) {
    const start = at - LINE_END.length;
    if (at > 0 && body.toString('latin1', Math.max(0, start), at) !== LINE_END) continue;
    const behind = at + dashed.length;
    const following = body.toString('latin1', behind, behind + 100);
    if (following.startsWith('--')) return { start: Math.max(0, start), end: behind + 2, closes: true };
    const [line] = /^[ \t]*\r\n/.exec(following) ?? [];
    if (line) return { start: Math.max(0, start), end: behind + line.length, closes: false };
  }
  return undefined;
}

function readPart(part: Buffer): Part {
  const { lines, content } = splitHead(part);
  return { headers: readHeaders(lines), content };
}
