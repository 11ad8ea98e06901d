import type { Counts } from './run-report.js';

/** The sums of counts of one name. */
export function merged<Name extends string>(all: readonly Counts<Name>[]): Counts<Name> {
  const sums: Partial<Record<Name, number>> = {};
  for (const counts of all)
    for (const [name, count] of Object.entries(counts) as [Name, number | undefined][])
      sums[name] = (sums[name] ?? 0) + (count ?? 0);
  return sums;
}
