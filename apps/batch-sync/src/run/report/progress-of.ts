import { sql } from 'kysely';
import type { RunDatabase, StageRow } from '../ledger/run.schema.js';
import type { Run, RunProgress } from '../run.js';

/** How far a run is, whoever works at it. */
export async function progressOf(db: RunDatabase, { id, state }: Run): Promise<RunProgress> {
  const stages = await db.selectFrom('stages').selectAll().where('run', '=', id).orderBy('number').execute();
  const current = stages.find(({ ended_at }) => !ended_at) ?? stages.at(-1);
  if (!current) throw new Error(`Run ${id} has no stages.`);
  const { action, step, number } = current;
  return {
    run: id,
    state,
    stage: { action, step },
    stageNumber: number,
    stages: stages.length,
    ...(await counted(db, current)),
  };
}

async function counted(db: RunDatabase, { run, number }: StageRow) {
  const found = await sql<Record<'rows' | 'done' | 'refused', string> & { waits: string | null }>`
    select coalesce(sum(case when stage = ${number} then rows end), 0) as "rows",
      coalesce(sum(case when stage = ${number} then settled end), 0) as done,
      coalesce(sum(refused), 0) as refused,
      max(case when stage = ${number} then waits_for end) as waits
    from chunks where run = ${run}`.execute(db);
  const [row] = found.rows;
  return {
    rows: Number(row?.rows),
    rowsDone: Number(row?.done),
    refused: Number(row?.refused),
    waitsFor: row?.waits ?? undefined,
  };
}
