import { noTally, type Tally } from '../ledger/chunk.js';
import type { ChunkRow, RunDatabase, StageRow } from '../ledger/run.schema.js';
import { merged } from '../merged.js';
import type { Reconciliation } from '../reconciliation.js';
import type { StageReport } from '../run-report.js';

type CountedChunk = Pick<ChunkRow, 'stage' | 'rows' | 'result'>;

/** What was counted of the chunks of a run. */
export const chunksOf = (db: RunDatabase, run: string): Promise<CountedChunk[]> =>
  db.selectFrom('chunks').select(['stage', 'rows', 'result']).where('run', '=', run).execute();

/** What was done with rows, stage by stage. */
export const stageReports = (stages: readonly StageRow[], chunks: readonly CountedChunk[]): StageReport[] =>
  stages.flatMap(({ number, action, step, began_at }) => {
    if (action === 'apply' || action === 'reconcile') return [];
    const own = chunks.filter(({ stage }) => stage === number);
    const tallies = own.map(({ result }) => (result as Tally | null) ?? noTally);
    return {
      action,
      step,
      planned: began_at ? own.reduce((sum, { rows }) => sum + Number(rows), 0) : undefined,
      done: merged(tallies.map(({ done }) => done)),
      reactivated: tallies.reduce((sum, { reactivated }) => sum + reactivated, 0),
      refused: merged(tallies.map(({ refused }) => refused)),
    };
  });

/** What comparing with Dataverse has shown. */
export const reconciliationsOf = (
  stages: readonly StageRow[],
  chunks: readonly CountedChunk[],
): Reconciliation[] =>
  stages
    .filter(({ action }) => action === 'reconcile')
    .flatMap(({ number }) =>
      chunks.flatMap(({ stage, result }) => (stage === number && result ? (result as Reconciliation) : [])),
    );
