import type { Format } from '../catalogue/source.js';
import { decoded } from './bytes/decoded.js';
import { encodingByMark } from './bytes/encoding-by-mark.js';
import { peeked } from './bytes/peeked.js';
import { refuseNoText } from './bytes/refuse-no-text.js';
import { unpacked } from './bytes/unpacked.js';
import type { ReadIntegration } from './columns/column-names.js';
import { chooseFormat } from './formats/choose-format.js';
import { csvRows } from './formats/csv-rows.js';
import { geojsonRows, jsonRows } from './formats/json-rows.js';
import { withoutConflict } from './formats/merge-conflict.js';
import { namedRows } from './formats/named-rows.js';
import { xmlRows } from './formats/xml-rows.js';
import type { SourceFile } from './source-file.js';
import type { SourceRow } from './source-row.js';

/** So much of a file says what it is. */
const HEAD_BYTES = 64 * 1024;

/**
 * The rows of a delivery, each as its source wrote it, by the integration's names of its columns. They are read as they are taken, so
 * that a file of any size needs the memory of a few rows. What is wrong with the file as a whole may be known only at its end: nothing
 * of it counts before all rows are there.
 *
 * @throws DeliveryRefusedError what is wrong with it as a whole
 */
export async function* readRows(integration: ReadIntegration, file: SourceFile): AsyncGenerator<SourceRow> {
  const { name } = file;
  const { head, bytes } = await peeked(unpacked(file), HEAD_BYTES);
  try {
    refuseNoText(head, name);
    const format = await chooseFormat(integration, head, name);
    const text = decoded(bytes, encodingOf(format, head), name);
    yield* rowsOf(format, text, integration, name);
  } finally {
    await bytes.return();
  }
}

function rowsOf(
  format: Format,
  text: AsyncIterable<string>,
  integration: ReadIntegration,
  file: string,
): AsyncIterable<SourceRow> {
  switch (format.kind) {
    case 'csv':
      return csvRows(text, format.delimiter, integration, file);
    case 'json':
      return namedRows(jsonRows(withoutConflict(text, file), format.rows, file), integration, file);
    case 'geojson':
      return namedRows(geojsonRows(withoutConflict(text, file), file), integration, file);
    case 'xml':
      return namedRows(xmlRows(withoutConflict(text, file), format.row, file), integration, file);
  }
}

function encodingOf(format: Format, head: Buffer): string {
  const said = encodingByMark(head);
  if (said) return said;
  if (format.kind === 'csv') return format.encoding;
  return (format.kind === 'xml' && encodingByDeclaration(head)) || 'utf-8';
}

/** XML 1.0, 4.3.3. */
const encodingByDeclaration = (head: Buffer): string | undefined =>
  /^<\?xml[^>]*\bencoding\s*=\s*["']([\w.-]+)["']/.exec(head.toString('latin1', 0, 200))?.[1]?.toLowerCase();
