import Table from 'cli-table3';

/** Rows as a person can read them: one line each, long values cut. */
export function tableOf(
  columns: readonly string[],
  rows: readonly Readonly<Record<string, unknown>>[],
): string {
  const table = new Table({ head: [...columns], style: { head: [], border: [], compact: true } });
  table.push(...rows.map((row) => columns.map((column) => cellOf(row[column]))));
  return table.toString();
}

const LONGEST = 60;

/** A value may hold anything that somebody typed somewhere, so nothing in it may steer the terminal. */
function cellOf(value: unknown): string {
  if (value === undefined || value === null) return '';
  const text = (typeof value === 'object' ? JSON.stringify(value) : String(value)).replace(/\p{C}/gu, ' ');
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;
}
