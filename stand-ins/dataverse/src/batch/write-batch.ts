import { randomUUID } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import { documentOf } from '../operations/document.js';
import type { Document, WebApiResponse } from '../operations/request.js';

/** The response to one request in a batch. */
export interface BatchedResponse {
  response: WebApiResponse;
  contentId?: string | undefined;
}

export type BatchAnswer =
  { kind: 'request'; answer: BatchedResponse } | { kind: 'changeSet'; answers: readonly BatchedResponse[] };

/**
 * Writes the answers as the service was recorded to: the order of the headers, the empty lines, the names of the boundaries, which
 * clients look for.
 */
export function writeBatch(answers: readonly BatchAnswer[]): Document {
  const boundary = `batchresponse_${randomUUID()}`;
  const parts = answers.map((item) =>
    item.kind === 'request' ? writeResponse(item.answer) : writeChangeSet(item.answers),
  );
  return { mediaType: `multipart/mixed; boundary=${boundary}`, content: `${join(boundary, parts)}\r\n` };
}

function writeChangeSet(answers: readonly BatchedResponse[]): string {
  const boundary = `changesetresponse_${randomUUID()}`;
  return [
    `Content-Type: multipart/mixed; boundary=${boundary}`,
    '',
    join(boundary, answers.map(writeResponse)),
  ].join('\r\n');
}

const join = (boundary: string, parts: readonly string[]) =>
  `${parts.map((part) => `--${boundary}\r\n${part}\r\n`).join('')}--${boundary}--`;

function writeResponse({ response, contentId }: BatchedResponse): string {
  const document = documentOf(response);
  return [
    'Content-Type: application/http',
    'Content-Transfer-Encoding: binary',
    ...(contentId === undefined ? [] : [`Content-ID: ${contentId}`]),
    '',
    `HTTP/1.1 ${response.status} ${STATUS_CODES[response.status] ?? ''}`,
    ...headerLines(response, document),
    '',
    document?.content.toString() ?? '',
  ].join('\r\n');
}

function headerLines({ status, headers = {} }: WebApiResponse, document: Document | undefined): string[] {
  const { Location, 'OData-EntityId': entityId, ...others } = headers;
  const lines = {
    ...(status >= 400 && { REQ_ID: randomUUID() }),
    ...(document && { 'Content-Type': document.mediaType }),
    'OData-Version': '4.0',
    ...(Location && { Location }),
    ...(entityId && { 'OData-EntityId': entityId }),
    ...others,
  };
  return Object.entries(lines).map(([name, value]) => `${name}: ${value}`);
}
