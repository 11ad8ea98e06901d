import sax from 'sax';
import { DeliveryRefusedError } from '../../delivery-refused-error.js';
import type { NamedRow } from './named-rows.js';
import { XmlRowElements } from './xml-row-elements.js';

/**
 * The elements of a name in an XML document of any size.
 *
 * @throws DeliveryRefusedError `delivery-malformed`, `delivery-truncated`, `delivery-row-too-large`, `delivery-without-rows`
 */
export async function* xmlRows(
  text: AsyncIterable<string>,
  row: string,
  file: string,
): AsyncGenerator<NamedRow> {
  const elements = new XmlRowElements(row);
  const parser = sax.parser(true);
  parser.onopentag = ({ name }) => elements.begin(name);
  parser.onattribute = ({ name, value }) => elements.lengthen(name + value);
  parser.ontext = parser.oncdata = (piece) => elements.text(piece);
  parser.onclosetag = () => elements.end();
  // The first one counts; what the parser says may hold a value.
  let wrongAt: number | undefined;
  parser.onerror = () => void (wrongAt ??= parser.line + 1);

  for await (const chunk of text) {
    parser.write(chunk);
    if (wrongAt !== undefined)
      throw refusal('delivery-malformed', 'what stands here is no well-formed XML.', wrongAt);
    if (elements.excess)
      throw refusal(
        'delivery-row-too-large',
        elements.excess === 'length'
          ? 'an element is longer than 4 million characters.'
          : 'elements lie in each other more than 64 deep.',
      );
    yield* elements.takeRows();
  }
  // It forgets where it is.
  const { line } = parser;
  parser.close();
  if (wrongAt !== undefined)
    throw refusal(
      'delivery-truncated',
      'the document ends in the middle, so the rest was lost on the way.',
      line + 1,
    );
  if (!elements.foundRow)
    throw refusal(
      'delivery-without-rows',
      `it has no element "${row}". It has: ${[...elements.around].join(', ')}.`,
    );

  function refusal(code: DeliveryRefusedError['code'], says: string, line = parser.line + 1) {
    return new DeliveryRefusedError(code, says, { file, line });
  }
}
