/**
 * The names that somebody may have meant, the nearest first; upper and lower case are alike. Of what was written a third may be wrong, and two
 * characters in any case.
 */
export function nearNames(wanted: string, names: Iterable<string>, atMost = 5): string[] {
  const near = [...new Set(names)]
    .map((name) => ({ name, edits: editsBetween(wanted.toLowerCase(), name.toLowerCase()) }))
    .filter(({ edits }) => edits <= Math.max(2, wanted.length / 3));
  near.sort((one, other) => one.edits - other.edits || one.name.localeCompare(other.name));
  return near.slice(0, atMost).map(({ name }) => name);
}

/** How many characters must be put in, left out or replaced to make one text of the other: Levenshtein's distance, row by row. */
export function editsBetween(from: string, to: string): number {
  let above = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (const [index, letter] of [...from].entries()) {
    const row = [index + 1];
    for (const [column, other] of [...to].entries()) {
      const replaced = (above[column] ?? 0) + (letter === other ? 0 : 1);
      row.push(Math.min(replaced, (above[column + 1] ?? 0) + 1, (row[column] ?? 0) + 1));
    }
    above = row;
  }
  return above.at(-1) ?? 0;
}
