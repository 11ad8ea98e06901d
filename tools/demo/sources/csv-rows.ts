import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { parse } from 'csv-parse';

/** The records of a gzipped CSV file with a header row, as text by column name in lower case with underscores. */
export async function* csvRows(path: string): AsyncGenerator<Readonly<Record<string, string>>> {
  const parser = createReadStream(path)
    .pipe(createGunzip())
    .pipe(
      parse({ bom: true, columns: (header: string[]) => header.map(columnName), relax_column_count: false }),
    );
  yield* parser as AsyncIterable<Record<string, string>>;
}

/** `Created Date` and `created_date` are one column. */
export const columnName = (header: string): string => header.trim().toLowerCase().replaceAll(' ', '_');
