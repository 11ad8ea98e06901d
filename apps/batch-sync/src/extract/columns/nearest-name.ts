import { editsBetween } from '#lib/near-names';
import { alike } from './column-names.js';

/** The name that looks most like another, if any does: at least half of it is the same. */
export function nearestName(name: string, among: readonly string[]): string | undefined {
  const distances = among.map((other) => ({ other, distance: editsBetween(alike(name), alike(other)) }));
  const nearest = distances.sort((one, two) => one.distance - two.distance)[0];
  if (!nearest) return undefined;
  return nearest.distance <= Math.max(name.length, nearest.other.length) / 2 ? nearest.other : undefined;
}
