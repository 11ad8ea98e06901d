import { badRequest } from '../errors.js';

const OPENING = '([';
const CLOSING = ')]';
const QUOTES = `'"`;

/**
 * Splits where the separator stands outside of quotes, parentheses and brackets. A doubled quote closes and opens again, which comes to
 * the same.
 *
 * @throws DataverseError 400 when a parenthesis or a quote is left open
 */
export function splitOutside(text: string, separator: string): readonly string[] {
  const parts: string[] = [];
  let [depth, quote, start] = [0, '', 0];
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at] ?? '';
    if (quote) quote = character === quote ? '' : quote;
    else if (QUOTES.includes(character)) quote = character;
    else if (OPENING.includes(character)) depth += 1;
    else if (CLOSING.includes(character)) depth -= 1;
    else if (character === separator && depth === 0) {
      parts.push(text.slice(start, at));
      start = at + 1;
    }
    if (depth < 0) break;
  }
  if (depth !== 0 || quote) throw unbalanced(text);
  return [...parts, text.slice(start)].map((part) => part.trim());
}

const unbalanced = (text: string) =>
  badRequest(`Found an unbalanced bracket expression in query option '${text}'.`);
