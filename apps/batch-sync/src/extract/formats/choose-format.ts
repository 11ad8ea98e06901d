import { parse } from 'csv-parse/sync';
import type { Format } from '../../catalogue/source.js';
import { DeliveryRefusedError } from '../../delivery-refused-error.js';
import { encodingByMark } from '../bytes/encoding-by-mark.js';
import { ColumnNames, type ReadIntegration } from '../columns/column-names.js';

/**
 * The format in which a file is written, by how it begins: of several the first that fits. A source with one format is taken at its
 * word, for its reader says best what is wrong.
 *
 * @throws DeliveryRefusedError `delivery-unknown-format`
 */
export function chooseFormat(integration: ReadIntegration, head: Buffer, file: string): Format {
  const [only, ...more] = integration.source.format;
  if (only && more.length === 0) return only;
  const start = beginningOf(head);
  const format = integration.source.format.find((each) => fits(each, start, new ColumnNames(integration)));
  if (format) return format;
  throw new DeliveryRefusedError(
    'delivery-unknown-format',
    `it begins as none of the formats that the source is said to write, with all required columns: ${integration.source.format
      .map(({ kind }) => kind)
      .join(', ')}.`,
    { file },
  );
}

function fits(format: Format, start: string, names: ColumnNames): boolean {
  switch (format.kind) {
    case 'csv':
      return !/^[[{<]/.test(start) && names.missingIn(headerOf(start, format.delimiter)).length === 0;
    case 'json':
      return start.startsWith(format.rows === undefined ? '[' : '{');
    case 'geojson':
      return start.startsWith('{') && start.includes('"FeatureCollection"');
    case 'xml':
      return start.startsWith('<');
  }
}

/** Names are told apart as well in any encoding of one byte, and the marks of the formats in all of them. */
function beginningOf(head: Buffer): string {
  const encoding = encodingByMark(head) ?? 'utf-8';
  return new TextDecoder(encoding).decode(head).trimStart();
}

function headerOf(start: string, delimiter: string): string[] {
  const options = { delimiter, to: 1, record_delimiter: ['\r\n', '\n'], relax_quotes: true };
  return parse(start, options)[0] ?? [];
}
