import { pipeline, Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { DeliveryRefusedError } from '../../delivery-refused-error.js';
import { LONGEST_ROW } from '../limits.js';

/** A record of a file before anybody knows what its cells are. */
export interface CsvRecord {
  cells: readonly string[];
  /** It has a quote where none may stand, so nobody knows what its cells are. */
  isMisquoted: boolean;
  /** Its line has no end, so it is the last one, and may be cut off. */
  isUnended: boolean;
}

/**
 * The records of RFC 4180, LF and CRLF alike. The parser is told to bear quotes inside of fields, so that it goes on with the next line;
 * whether a record has any is seen in its own text. Empty lines are no records.
 *
 * @throws DeliveryRefusedError `delivery-truncated`, `delivery-row-too-large`
 */
export async function* csvRecords(
  text: AsyncIterable<string>,
  delimiter: string,
  file: string,
): AsyncGenerator<CsvRecord> {
  const isMisquoted = misquotedBy(delimiter);
  const parser = parse({
    delimiter,
    record_delimiter: ['\r\n', '\n'],
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    max_record_size: LONGEST_ROW,
    raw: true,
  });
  // An error of the text ends the parser, whose reader hears it.
  pipeline(Readable.from(text), parser, () => undefined);
  try {
    for await (const { record: cells, raw } of parser as AsyncIterable<Parsed>)
      yield {
        cells,
        isMisquoted: isMisquoted(cells, raw),
        isUnended: !raw.endsWith('\n') && !raw.endsWith('\r'),
      };
  } catch (error) {
    throw error instanceof CsvError ? refusalOf(error, file) : error;
  }
}

interface Parsed {
  record: string[];
  raw: string;
}

/** A record is well quoted when no quote is left once its quoted fields are taken out. */
function misquotedBy(delimiter: string): (cells: readonly string[], raw: string) => boolean {
  const between = delimiter.replace(/[\\^$.|?*+()[\]{}]/, '\\$&');
  const quoted = new RegExp(`(^|${between})"[^"]*(?:""[^"]*)*"(?=${between}|$)`, 'g');
  return (cells, raw) =>
    cells.some((cell) => cell.includes('"')) &&
    raw
      .replace(/^[\r\n]+|[\r\n]+$/g, '')
      .replace(quoted, '$1')
      .includes('"');
}

function refusalOf(cause: CsvError, file: string): DeliveryRefusedError {
  // The parser counts the header, too.
  const place = { file, afterRow: Math.max(0, Number(cause['records']) - 1) };
  if (cause.code === 'CSV_QUOTE_NOT_CLOSED')
    return new DeliveryRefusedError(
      'delivery-truncated',
      'a quoted field never ends: the file was cut off, or a quote is not closed.',
      place,
    );
  if (cause.code === 'CSV_MAX_RECORD_SIZE')
    return new DeliveryRefusedError(
      'delivery-row-too-large',
      'a row is longer than 4 million characters; a quote may not be closed.',
      place,
    );
  return new DeliveryRefusedError('delivery-malformed', 'it is no CSV.', place);
}
