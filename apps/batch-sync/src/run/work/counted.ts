import type { LoadResult } from '../../load/step-writer.js';
import type { Tally } from '../ledger/chunk.js';
import type { Counts } from '../run-report.js';

/** The tally with one result more. */
export function counted(tally: Tally, result: Exclude<LoadResult, { outcome: 'open' }>): Tally {
  if (result.outcome === 'refused') return { ...tally, refused: oneMore(tally.refused, result.code) };
  const wasInactive = result.row.isInactive && ['created', 'updated', 'written'].includes(result.how);
  return {
    ...tally,
    done: oneMore(tally.done, result.how),
    reactivated: tally.reactivated + (wasInactive ? 1 : 0),
  };
}

const oneMore = <Name extends string>(counts: Counts<Name>, name: Name): Counts<Name> => ({
  ...counts,
  [name]: (counts[name] ?? 0) + 1,
});
