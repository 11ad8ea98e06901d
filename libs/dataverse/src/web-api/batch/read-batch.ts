import type { HttpResponse } from '#lib/http';
import { BatchAnswerError } from './batch-answer-error.js';
import { boundaryOf, headersIn, readMultipart, splitMessage } from './read-multipart.js';

/** The answer to one operation. */
export interface PartAnswer extends Pick<HttpResponse, 'status' | 'headers' | 'body'> {
  /** Of an operation in a change set. */
  contentId: string | undefined;
}

/** The answer to an operation by itself, or those to a change set; of one that failed there is one, in either form. */
export type ItemAnswer = PartAnswer | readonly PartAnswer[];

/**
 * Reads the answer to a batch, whatever its status; undefined when it is none, such as a gateway's page or a 429.
 *
 * @throws BatchAnswerError when it breaks off, or a part of it is no answer
 */
export function readBatch({ headers, body }: HttpResponse): ItemAnswer[] | undefined {
  const boundary = boundaryOf(headers['content-type']);
  return boundary === undefined ? undefined : readMultipart(body, boundary).map(readItem);
}

function readItem(part: string): ItemAnswer {
  const { head, body } = splitMessage(part);
  const boundary = boundaryOf(headersIn(head)['content-type']);
  return boundary === undefined ? readPart(part) : readMultipart(body, boundary).map(readPart);
}

const statusLine = /^HTTP\/\d(?:\.\d)? +(\d{3})(?: |$)/;

function readPart(part: string): PartAnswer {
  const { head: partHead, body: content } = splitMessage(part);
  const { head, body } = splitMessage(content.replace(/^[\r\n]+/, ''));
  const [, status] = statusLine.exec(head[0] ?? '') ?? [];
  if (status === undefined) throw new BatchAnswerError('a part of the answer has no status.');
  const headers = headersIn(head.slice(1));
  const contentId = headersIn(partHead)['content-id'] ?? headers['content-id'];
  return { status: Number(status), headers, body, contentId };
}
