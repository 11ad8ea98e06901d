import { randomUUID } from 'node:crypto';
import { validateHeaderName, validateHeaderValue } from 'node:http';

/** One request as it is to stand in a batch. */
export interface WrittenRequest {
  method: string;
  /** Absolute, from the root of the host, or beginning with a reference such as `$1`; encoded. */
  url: string;
  headers: Readonly<Record<string, string>>;
  body?: string | undefined;
  /** Only in a change set. */
  contentId?: number | undefined;
}

/** A request by itself, or those of a change set. */
export type WrittenItem = WrittenRequest | readonly WrittenRequest[];

/** What is sent to `$batch`. */
export interface WrittenBatch {
  contentType: string;
  body: string;
}

/** The service reads no other line end, and does not find the end of a body without one. */
const lineEnd = '\r\n';

/**
 * Writes the body of a batch (learn.microsoft.com/power-apps/developer/data-platform/webapi/execute-batch-operations-using-web-api;
 * line ends: rfc-editor.org/rfc/rfc2046#section-5.1). `unique` makes the names of the boundaries; one that occurs in the content
 * is not taken. No part tells its length, which the service does not ask for and which a client can only get wrong.
 *
 * @throws TypeError for a method, a URL or a header that would end its line
 */
export function writeBatch(items: readonly WrittenItem[], unique: () => string = randomUUID): WrittenBatch {
  const parts = items.map((item) => (isRequest(item) ? requestPart(item) : changeSetPart(item, unique)));
  return multipart('batch', parts, unique);
}

const isRequest = (item: WrittenItem): item is WrittenRequest => 'method' in item;

function multipart(name: string, parts: readonly string[], unique: () => string): WrittenBatch {
  const boundary = boundaryOutside(parts, () => `${name}_${unique()}`);
  const written = parts.map((part) => `--${boundary}${lineEnd}${part}${lineEnd}`);
  return {
    contentType: `multipart/mixed; boundary="${boundary}"`,
    body: `${written.join('')}--${boundary}--${lineEnd}`,
  };
}

function boundaryOutside(parts: readonly string[], candidate: () => string): string {
  for (;;) {
    const boundary = candidate();
    if (!parts.some((part) => part.includes(boundary))) return boundary;
  }
}

function changeSetPart(requests: readonly WrittenRequest[], unique: () => string): string {
  const { contentType, body } = multipart('changeset', requests.map(requestPart), unique);
  return message([`Content-Type: ${contentType}`], body);
}

/** Whether a method, a URL and headers are such that `writeBatch` takes them. */
export function canStandInBatch(request: WrittenRequest): boolean {
  try {
    requestPart(request);
    return true;
  } catch {
    return false;
  }
}

function requestPart(request: WrittenRequest): string {
  const { method, url, headers, body = '', contentId } = request;
  if (!/^[A-Z]+ [\x21-\x7e]+$/.test(`${method} ${url}`)) {
    throw new TypeError('This method or this URL cannot stand in a batch: a URL is to be encoded.');
  }
  const head = ['Content-Type: application/http', 'Content-Transfer-Encoding: binary'];
  if (contentId !== undefined) head.push(`Content-ID: ${contentId}`);
  return message(head, message([`${method} ${url} HTTP/1.1`, ...headerLines(headers)], body));
}

const headerLines = (headers: Readonly<Record<string, string>>): string[] =>
  Object.entries(headers).map(([name, value]) => {
    validateHeaderName(name);
    validateHeaderValue(name, value);
    return `${name}: ${value}`;
  });

const message = (head: readonly string[], body: string): string => [...head, '', body].join(lineEnd);
