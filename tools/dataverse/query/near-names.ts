/** The names that somebody may have meant, the nearest first. */
export function nearNames(wanted: string, names: Iterable<string>, atMost = 5): string[] {
  const near = [...new Set(names)]
    .map((name) => ({ name, distance: distanceOf(wanted.toLowerCase(), name.toLowerCase()) }))
    .filter(({ distance }) => distance <= Math.max(2, wanted.length / 3));
  near.sort((one, other) => one.distance - other.distance || one.name.localeCompare(other.name));
  return near.slice(0, atMost).map(({ name }) => name);
}

/** How many letters must be put in, taken out or changed to make one of the other (Levenshtein), row by row. */
function distanceOf(from: string, to: string): number {
  let above = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (const [index, letter] of [...from].entries()) {
    const row = [index + 1];
    for (const [column, other] of [...to].entries()) {
      const changed = (above[column] ?? 0) + (letter === other ? 0 : 1);
      row.push(Math.min(changed, (above[column + 1] ?? 0) + 1, (row[column] ?? 0) + 1));
    }
    above = row;
  }
  return above.at(-1) ?? 0;
}
