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
  yield line([...OURS, ...columns]);
  yield lineOf(first, columns);
  for await (const row of rest) yield lineOf(row, columns);
}

const lineOf = ({ number, reason, says, key, values }: RejectedRow, columns: readonly string[]) =>
  line([String(number), reason, says, key ?? '', ...columns.map((column) => values[column] ?? '')]);

const line = (cells: readonly string[]) => `${cells.map(cell).join(',')}\r\n`;

const cell = (text: string) => `"${harmless(text).replaceAll('"', '""')}"`;

/**
 * A spreadsheet takes a text for a formula when it begins so, and formulas can send what they see to anybody; an apostrophe makes it a
 * text again. Plain numbers are left alone.
 *
 * @see https://owasp.org/www-community/attacks/CSV_Injection
 */
const harmless = (text: string) =>
  /^[=+\-@\t\r\n]/.test(text) && !/^[+-]?\d+(\.\d+)?$/.test(text) ? `'${text}` : text;
