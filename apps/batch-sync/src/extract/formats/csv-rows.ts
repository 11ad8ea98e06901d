import { DeliveryRefusedError } from '../../delivery-refused-error.js';
import { ColumnNames, type ReadIntegration } from '../columns/column-names.js';
import { refuseShiftedColumns } from '../columns/refuse-shifted-columns.js';
import type { SourceRow } from '../source-row.js';
import { CsvHeader } from './csv-header.js';
import { csvRecords } from './csv-records.js';

/** So many records are looked at together before the first of them is given. */
const SAMPLE = 100;

/**
 * The rows of a CSV file with a header, columns by their names. A record that is malformed is a row with a defect.
 *
 * @throws DeliveryRefusedError
 */
export async function* csvRows(
  text: AsyncIterable<string>,
  delimiter: string,
  integration: ReadIntegration,
  file: string,
): AsyncGenerator<SourceRow> {
  const records = csvRecords(text, delimiter, file);
  try {
    const [first] = await taken(records, 1);
    if (!first) throw new DeliveryRefusedError('delivery-empty', 'nothing is in it.', { file });
    const header = new CsvHeader(first, new ColumnNames(integration), file);
    const sample = await taken(records, SAMPLE);
    if (sample.length === 0)
      throw new DeliveryRefusedError('delivery-without-rows', 'it has a header and no row.', { file });
    refuseShiftedColumns(
      header.columns,
      sample.map(({ cells }) => cells),
      integration.columns,
      file,
    );
    let number = 0;
    for (const record of sample) yield header.rowOf((number += 1), record);
    for await (const record of records) yield header.rowOf((number += 1), record);
    header.refuseOtherWidth();
  } finally {
    await records.return(undefined);
  }
}

async function taken<Item>(items: AsyncIterator<Item>, atMost: number): Promise<Item[]> {
  const some: Item[] = [];
  while (some.length < atMost) {
    const { done, value } = await items.next();
    if (done) break;
    some.push(value as Item);
  }
  return some;
}
