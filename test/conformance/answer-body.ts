import { readDocument } from './json-body.js';
import { readMultipart } from './multipart.js';

/** The body of an answer in the form that goldens are written in. */
export function readBody(headers: Readonly<Record<string, string>>, text: string): unknown {
  const type = headers['content-type'] ?? '';
  return type.startsWith('multipart/mixed') && text !== ''
    ? readMultipart(type, text)
    : readDocument(type, text);
}
