import { Readable } from 'node:stream';
import type { Format } from '../../catalogue/source.js';
import { DeliveryRefusedError } from '../../delivery-refused-error.js';
import { encodingByMark } from '../bytes/encoding-by-mark.js';
import { ColumnNames, type ReadIntegration } from '../columns/column-names.js';
import { csvRecords } from './csv-records.js';

/**
 * The format in which a file is written, by how it begins: of several the first that fits. A source with one format is taken at its
 * word, for its reader says best what is wrong.
 *
 * @throws DeliveryRefusedError `delivery-unknown-format`
 */
export async function chooseFormat(
  integration: ReadIntegration,
  head: Buffer,
  file: string,
): Promise<Format> {
  const formats = integration.source.format;
  const [only, ...more] = formats;
  if (only && more.length === 0) return only;
  const start = beginningOf(head);
  const names = new ColumnNames(integration);
  for (const format of formats) if (await fits(format, start, names)) return format;
  const kinds = formats.map(({ kind }) => kind).join(', ');
  throw new DeliveryRefusedError(
    'delivery-unknown-format',
    `it begins as none of the formats that the source is said to write, with all required columns: ${kinds}.`,
    { file },
  );
}

async function fits(format: Format, start: string, names: ColumnNames): Promise<boolean> {
  switch (format.kind) {
    case 'csv':
      return !/^[[{<]/.test(start) && names.missingIn(await headerOf(start, format.delimiter)).length === 0;
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

async function headerOf(start: string, delimiter: string): Promise<readonly string[]> {
  const [line = ''] = start.split(/\r?\n/, 1);
  // In the form that is not the file's own, a name may have a quote that seems to be open.
  const records = csvRecords(Readable.from([line]), delimiter, '');
  const first = await records.next().catch(() => undefined);
  await records.return(undefined);
  return first?.value?.cells ?? [];
}
