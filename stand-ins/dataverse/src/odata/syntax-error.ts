import { invalidQuery } from '../errors.js';
import type { Scanner } from './scanner.js';

export const syntaxError = ({ text, position }: Scanner) => syntaxErrorAt(position, text);

/**
 * What the service's parser says. It reads a token ahead, so an open quote is reported wherever the sentence breaks first:
 * webapi/query/filter-rows, "Manage single quotes".
 */
export function syntaxErrorAt(position: number, text: string) {
  if (hasOpenQuote(text))
    return invalidQuery(`There is an unterminated literal at position ${text.length} in '${text}'.`);
  return invalidQuery(`Syntax error at position ${position} in '${text}'.`);
}

const hasOpenQuote = (text: string) => (text.match(/'/g) ?? []).length % 2 === 1;
