import { MIMEType } from 'node:util';
import { BatchAnswerError } from './batch-answer-error.js';

/** The boundary of the type `multipart/mixed`, in quotes or not; undefined for every other type. */
export function boundaryOf(contentType: string | undefined): string | undefined {
  try {
    const type = new MIMEType(contentType ?? '');
    return type.essence === 'multipart/mixed' ? (type.params.get('boundary') ?? undefined) : undefined;
  } catch {
    return undefined;
  }
}

/**
 * The parts between the delimiters, each as it came (rfc-editor.org/rfc/rfc2046#section-5.1). A delimiter is a line of its own,
 * so text that only looks like one is none; what precedes the first one and follows the closing one is nobody's. Lines may end
 * with a line feed alone, since somebody in between may have changed them.
 *
 * @throws BatchAnswerError when the closing delimiter is missing: the text is the beginning of an answer
 */
export function readMultipart(text: string, boundary: string): string[] {
  const delimiters = [...text.matchAll(delimiterOf(boundary))].map((found) => ({
    start: found.index,
    end: found.index + found[0].length,
    closes: found[1] !== undefined,
  }));
  const closing = delimiters.findIndex(({ closes }) => closes);
  if (closing < 0) throw new BatchAnswerError('the answer breaks off.');
  return delimiters
    .slice(0, closing)
    .map(({ end }, at) => text.slice(end, delimiters[at + 1]?.start).replace(/^\r?\n/, ''));
}

const delimiterOf = (boundary: string): RegExp =>
  new RegExp(`(?:^|\\r?\\n)--${boundary.replace(/\W/g, '\\$&')}(--)?[ \\t]*(?=\\r?\\n|$)`, 'g');

/** The lines of a message's head, and its body; a head may end with the message. */
export function splitMessage(text: string): { head: string[]; body: string } {
  const [emptyLine] = /^\r?\n/.exec(text) ?? [];
  if (emptyLine !== undefined) return { head: [], body: text.slice(emptyLine.length) };
  const end = /\r?\n\r?\n/.exec(text);
  const head = text.slice(0, end?.index).split(/\r?\n/);
  return { head, body: end ? text.slice(end.index + end[0].length) : '' };
}

/** Headers by their names in lower case. */
export const headersIn = (lines: readonly string[]): Record<string, string> =>
  Object.fromEntries(
    lines.flatMap((line) => {
      const [, name, value] = /^([^:\s]+):\s*(.*?)\s*$/.exec(line) ?? [];
      return name === undefined ? [] : [[name.toLowerCase(), value ?? '']];
    }),
  );
