import { DeliveryRefusedError } from '../../delivery-refused-error.js';
import { ColumnNames, type ReadIntegration } from '../columns/column-names.js';
import { refuseMissingColumns } from '../columns/refuse-missing-columns.js';
import { sourceRowOf } from '../columns/source-row-of.js';
import type { SourceRow } from '../source-row.js';
import { textOf, type Value } from './values.js';

/** A row whose values have names, or why it is none. */
export type NamedRow = ReadonlyMap<string, Value> | { defect: string };

/** More names than a person would read. */
const MOST_NAMES = 200;

/**
 * Rows of files that have no header, for each row names its values. So which columns there are is known at the end.
 *
 * @throws DeliveryRefusedError `delivery-without-rows`, `delivery-column-missing`, when all rows were given
 */
export async function* namedRows(
  rows: AsyncIterable<NamedRow>,
  integration: ReadIntegration,
  file: string,
): AsyncGenerator<SourceRow> {
  const names = new ColumnNames(integration);
  const seen = new Set<string>();
  let number = 0;
  for await (const row of rows) {
    number += 1;
    if ('defect' in row) {
      yield { number, defect: row.defect, values: {} };
      continue;
    }
    for (const name of row.keys()) if (seen.size < MOST_NAMES || names.isKnown(name)) seen.add(name);
    yield sourceRowOf(number, texts(row), names);
  }
  if (number === 0) throw new DeliveryRefusedError('delivery-without-rows', 'it has no row.', { file });
  refuseMissingColumns(names, [...seen], { file });
}

function* texts(row: ReadonlyMap<string, Value>): Generator<readonly [string, string]> {
  for (const [name, value] of row) yield [name, textOf(value)];
}
