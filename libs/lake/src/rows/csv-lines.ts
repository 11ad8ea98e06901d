import { pipeline } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { LakeError } from '../lake.error.js';
import type { LakeStorage } from '../storage/lake-storage.js';

/** A row of a file before anybody knows what its cells are. */
export interface CsvLine {
  cells: readonly string[];
  /** The line on which it ends, from 1: texts have line ends in them. */
  line: number;
}

/**
 * The rows of a file, as they are read: it has no header, and its rows may differ in width.
 *
 * @throws LakeError `lake-file-malformed`, which keeps what was found out of its cause: it may be people's data
 */
export async function* csvLines(storage: LakeStorage, file: string): AsyncGenerator<CsvLine> {
  const parser = parse({ bom: true, relax_column_count: true, skip_empty_lines: true, info: true });
  // An error of the storage ends the parser, whose reader hears it.
  pipeline(storage.open(file), parser, () => undefined);
  let line = 0;
  try {
    for await (const { record, info } of parser as AsyncIterable<Parsed>) {
      line = info.lines;
      yield { cells: record, line };
    }
  } catch (error) {
    if (error instanceof CsvError) throw new LakeError('lake-file-malformed', { file, line: line + 1 });
    throw error;
  }
}

interface Parsed {
  record: string[];
  info: { lines: number };
}
