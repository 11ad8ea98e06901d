import { jsonParser } from 'stream-json/core/parser.js';
import { DeliveryRefusedError } from '../../delivery-refused-error.js';
import { JsonRowTokens } from './json-row-tokens.js';
import type { Value } from './values.js';

/**
 * The elements of an array in a JSON document of any size, as values.
 *
 * @param path the names that lead to the array, with a dot between them; the document itself unless given
 * @throws DeliveryRefusedError `delivery-malformed`, `delivery-truncated`, `delivery-row-too-large`
 */
export async function* jsonValues(
  text: AsyncIterable<string>,
  path: string | undefined,
  file: string,
): AsyncGenerator<Value> {
  const parse = jsonParser({ packValues: false, streamValues: true });
  const tokens = new JsonRowTokens(path?.split('.') ?? []);
  let row = 0;
  const refusal = (...[code, says]: [DeliveryRefusedError['code'], string]) =>
    new DeliveryRefusedError(code, says, { file, afterRow: row });
  for await (const chunk of text) {
    for (const token of tokensIn(chunk)) {
      const value = tokens.take(token);
      if (value !== undefined) {
        row += 1;
        yield value;
      } else if (tokens.excess)
        throw refusal(
          'delivery-row-too-large',
          tokens.excess === 'length'
            ? 'a row is longer than 4 million characters.'
            : 'values lie in each other more than 64 deep.',
        );
    }
  }
  if (!tokens.isComplete)
    throw refusal('delivery-truncated', 'the document ends in the middle, so the rest was lost on the way.');
  if (!tokens.foundRows)
    throw refusal(
      'delivery-malformed',
      path === undefined ? 'it is no array of rows.' : `it has no array of rows at "${path}".`,
    );

  function tokensIn(chunk: string) {
    try {
      const parsed = parse(chunk);
      return typeof parsed === 'object' && 'values' in parsed ? parsed.values : [];
    } catch {
      // What the parser says may hold a value.
      throw refusal('delivery-malformed', 'what follows is no JSON.');
    }
  }
}
