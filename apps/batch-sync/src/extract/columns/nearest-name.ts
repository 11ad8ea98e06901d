import { alike } from './column-names.js';

/** The name that looks most like another, if any does: at least half of it is the same. */
export function nearestName(name: string, among: readonly string[]): string | undefined {
  const distances = among.map((other) => ({ other, distance: editsBetween(alike(name), alike(other)) }));
  const nearest = distances.sort((one, two) => one.distance - two.distance)[0];
  if (!nearest) return undefined;
  return nearest.distance <= Math.max(name.length, nearest.other.length) / 2 ? nearest.other : undefined;
}

/** Levenshtein's distance: characters to be put in, left out or replaced. */
function editsBetween(one: string, two: string): number {
  let row = Array.from({ length: two.length + 1 }, (_, at) => at);
  for (let at = 1; at <= one.length; at += 1) {
    const next = [at];
    for (let to = 1; to <= two.length; to += 1) {
      const replaced = (row[to - 1] ?? 0) + (one[at - 1] === two[to - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[to] ?? 0) + 1, (next[to - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[two.length] ?? 0;
}
