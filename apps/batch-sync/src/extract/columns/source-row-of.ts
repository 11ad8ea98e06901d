import type { SourceRow } from '../source-row.js';
import type { ColumnNames } from './column-names.js';

/** The row that the named values of a source are. A name that counts more than another of its column wins, wherever it stands. */
export function sourceRowOf(
  number: number,
  named: Iterable<readonly [string, string]>,
  names: ColumnNames,
): SourceRow {
  const values: Record<string, string> = {};
  const ranks: Record<string, number> = {};
  // The source's own names may be any, `__proto__` among them.
  const others = new Map<string, string>();
  for (const [name, text] of named) {
    if (text === '') continue;
    if (text.includes('\0')) return { number, defect: NO_CHARACTER, values: {} };
    const places = names.placesOf(name);
    if (places.length === 0) others.set(name, text);
    for (const { column, rank } of places) {
      if (rank > (ranks[column] ?? rank)) continue;
      ranks[column] = rank;
      values[column] = text;
    }
  }
  return {
    number,
    values,
    ...(names.keepsOthers && others.size > 0 && { others: Object.fromEntries(others) }),
  };
}

/** No database keeps it in a text. */
const NO_CHARACTER = 'has a NUL character in it';
