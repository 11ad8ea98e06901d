import { readDocument } from './json-body.js';

/** One response of a batch, or a change set with responses of its own. */
export type Part =
  | { status: number; contentId?: string; headers: Record<string, string>; body: unknown }
  | { changeset: string; parts: Part[] };

/** A document of `multipart/mixed`, read as strictly as the most exacting client that we know of. */
export interface Multipart {
  boundary: string;
  parts: Part[];
  /** What is wrong with the wire form, in words. */
  faults: string[];
}

/**
 * Reads the response of a `$batch`. Lines end with CRLF, the document begins with its delimiter and ends with its closing one:
 * https://learn.microsoft.com/power-apps/developer/data-platform/webapi/execute-batch-operations-using-web-api (Batch responses).
 */
export function readMultipart(contentType: string, text: string): Multipart {
  const boundary = boundaryOf(contentType);
  const faults: string[] = [];
  if (/[^\r]\n/.test(text)) faults.push('a line ends with LF alone');
  if (!text.startsWith(`--${boundary}\r\n`)) faults.push('the document does not begin with its delimiter');
  if (!text.trimEnd().endsWith(`--${boundary}--`)) faults.push('the document has no closing delimiter');
  const parts = split(text, boundary).map((part) => readPart(part, faults));
  return { boundary, parts, faults };
}

const boundaryOf = (contentType: string): string =>
  /boundary="?([^";]+)"?/.exec(contentType)?.[1] ?? '(none)';

/** What stands between the delimiters. */
const split = (text: string, boundary: string): string[] =>
  text
    .split(`--${boundary}`)
    .slice(1, -1)
    .map((part) => part.replace(/^\r?\n/, ''));

function readPart(text: string, faults: string[]): Part {
  const { headers, rest } = headAndRest(text);
  const type = headers['content-type'] ?? '';
  if (type.startsWith('multipart/mixed')) {
    const nested = readMultipart(type, rest);
    faults.push(...nested.faults);
    return { changeset: nested.boundary, parts: nested.parts };
  }
  if (!type.startsWith('application/http')) faults.push(`a part is ${type || 'without a type'}`);
  if (headers['content-transfer-encoding'] !== 'binary') faults.push('a part is not of binary encoding');
  return { ...readResponse(rest), ...contentIdOf(headers) };
}

function readResponse(text: string): { status: number; headers: Record<string, string>; body: unknown } {
  const [statusLine = '', ...lines] = text.split('\r\n');
  const { headers, rest } = headAndRest(lines.join('\r\n'));
  const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(statusLine)?.[1]);
  return { status, headers, body: readDocument(headers['content-type'] ?? '', rest.trim()) };
}

const contentIdOf = (headers: Record<string, string>) =>
  headers['content-id'] === undefined ? {} : { contentId: headers['content-id'] };

/** Header lines up to the first empty one, and what follows it. */
function headAndRest(text: string): { headers: Record<string, string>; rest: string } {
  const lines = text.split('\r\n');
  const end = lines.indexOf('');
  const head = end < 0 ? lines : lines.slice(0, end);
  const headers = Object.fromEntries(
    head.map((line) => [
      line.slice(0, line.indexOf(':')).trim().toLowerCase(),
      line.slice(line.indexOf(':') + 1).trim(),
    ]),
  ) as Record<string, string>;
  return { headers, rest: end < 0 ? '' : lines.slice(end + 1).join('\r\n') };
}
