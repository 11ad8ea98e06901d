import { DataverseError, type MappingError, type RowResult } from '#lib/dataverse';
import type { LoadAction, LoadResult, RowToLoad } from '../step-writer.js';

type How = Extract<LoadResult, { outcome: 'done' }>['how'];

/** What the outcomes of the client mean for each action; those that it cannot have are left out. */
const meanings: Readonly<Record<LoadAction, Readonly<Partial<Record<RowResult['outcome'], How>>>>> = {
  write: { created: 'created', updated: 'updated', upserted: 'written', unchanged: 'unchanged' },
  close: { closed: 'closed', 'already-closed': 'unchanged' },
  deactivate: { updated: 'deactivated', unchanged: 'deactivated', 'not-there': 'absent' },
};

/** What became of a row, in the words of the load. */
export function loadResult(action: LoadAction, row: RowToLoad, result: RowResult): LoadResult {
  if (isGone(action, result)) return { row, outcome: 'done', how: 'absent' };
  if (result.outcome === 'refused') return { row, outcome: 'refused', ...reasonOf(result.error) };
  if ('error' in result) return { row, outcome: 'open', error: result.error };
  const how = meanings[action][result.outcome];
  if (how === undefined) throw new Error(`To ${action} a row cannot end as ${result.outcome}.`);
  return { row, outcome: 'done', how };
}

/** To close a case names no other row than the case. */
const isGone = (action: LoadAction, result: RowResult): boolean =>
  action === 'close' && result.outcome === 'refused' && result.error.code === 'row-not-found';

/** Dataverse's own words are for whoever mends the row. */
const reasonOf = (error: DataverseError | MappingError): { code: string; says: string } => ({
  code: error.code,
  says: error instanceof DataverseError ? error.words || error.message : error.message,
});
