import { csvLine } from '../../report/csv-line.js';

/** A row that was not accepted. */
export interface RejectedRow {
  /** Its place in the delivery, from 1. */
  number: number;
  /** Such as R2. */
  reason: string;
  says: string;
  key?: string;
  /** As they were read, by the integration's names of its columns. */
  values: Readonly<Record<string, string>>;
}

/** No column of an integration has a space in its name. */
const OURS = ['row number', 'rejected by', 'in words', 'natural key'];

/** What a source gets back, as CSV; nothing when no row was rejected. */
export async function rejectFile(
  rows: AsyncIterable<RejectedRow>,
  columns: readonly string[],
): Promise<AsyncIterable<string> | undefined> {
  const iterator = rows[Symbol.asyncIterator]();
  const first = await iterator.next();
  return first.done ? undefined : lines(first.value, { [Symbol.asyncIterator]: () => iterator }, columns);
}

async function* lines(
  first: RejectedRow,
  rest: AsyncIterable<RejectedRow>,
  columns: readonly string[],
): AsyncGenerator<string> {
  yield csvLine([...OURS, ...columns]);
  yield lineOf(first, columns);
  for await (const row of rest) yield lineOf(row, columns);
}

const lineOf = ({ number, reason, says, key, values }: RejectedRow, columns: readonly string[]) =>
  csvLine([String(number), reason, says, key ?? '', ...columns.map((column) => values[column] ?? '')]);
