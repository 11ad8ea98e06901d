import { badBatch, unreadableBatch } from '../errors.js';
import { readHeaders, splitHead, type Headers } from './read-head.js';
import { boundaryOf, readMultipart, type Part } from './read-multipart.js';

/** One request in a batch, as it was written there. */
export interface BatchedRequest {
  method: string;
  /** Absolute, from the root of the host, or beginning with a reference such as `$1`. */
  url: string;
  headers: Headers;
  body: Buffer | undefined;
  contentId: string | undefined;
}

/** A request by itself, or several that happen together or not at all. */
export type BatchItem =
  { kind: 'request'; request: BatchedRequest } | { kind: 'changeSet'; requests: readonly BatchedRequest[] };

/** webapi/execute-batch-operations-using-web-api: "up to 1000 individual requests". */
const MOST_REQUESTS = 1_000;

/** Reads the body of a $batch. Throws a DataverseError for what is no batch, before anything has been done. */
export function readBatch(contentType: string | undefined, body: Buffer | undefined): BatchItem[] {
  const boundary = boundaryOf(contentType);
  if (!boundary)
    throw badBatch(`The content type '${contentType ?? ''}' is not multipart/mixed with a boundary.`);
  const { parts, rest } = readMultipart(body ?? Buffer.alloc(0), boundary);
  // Without the last line end the service never finds the end of the stream.
  if (rest.toString('latin1', 0, 2) !== '\r\n') throw unreadableBatch();
  const items = parts.map(readItem);
  const count = items.reduce((sum, item) => sum + (item.kind === 'changeSet' ? item.requests.length : 1), 0);
  if (count > MOST_REQUESTS)
    throw badBatch(`The batch holds ${count} requests; it may hold ${MOST_REQUESTS}.`);
  return items;
}

function readItem(part: Part): BatchItem {
  const boundary = boundaryOf(part.headers['content-type']);
  if (!boundary) return { kind: 'request', request: readRequest(part) };
  const requests = readMultipart(part.content, boundary).parts.map(readRequest);
  const reading = requests.find(({ method }) => method === 'GET');
  if (reading) throw badBatch(`A change set holds no GET requests (${reading.url}).`);
  return { kind: 'changeSet', requests };
}

const REQUEST_LINE = /^([A-Z]+) +(\S(?:.*\S)?) +HTTP\/1\.[01]$/;

function readRequest({ headers: partHeaders, content }: Part): BatchedRequest {
  if (!/^application\/http\b/i.test(partHeaders['content-type'] ?? ''))
    throw badBatch('A part of a batch is of the content type application/http or multipart/mixed.');
  const { lines, content: body } = splitHead(withoutBlankLines(content));
  const [, method, url] = REQUEST_LINE.exec(lines[0] ?? '') ?? [];
  if (!method || !url) throw badBatch(`'${(lines[0] ?? '').slice(0, 100)}' is no request.`);
  const headers = readHeaders(lines.slice(1));
  const contentId = partHeaders['content-id'] ?? headers['content-id'];
  return { method, url, headers, contentId, body: /\S/.test(body.toString('latin1')) ? body : undefined };
}

function withoutBlankLines(content: Buffer): Buffer {
  let start = 0;
  while (content.toString('latin1', start, start + 2) === '\r\n') start += 2;
  return content.subarray(start);
}
