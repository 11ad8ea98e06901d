import { sql } from 'kysely';
import type { LedgerGround } from '../ledger/ledger-ground.js';
import type { StageRow } from '../ledger/run.schema.js';
import type { Run, RunProgress } from '../run.js';

/** How far a run is, whoever works at it. */
export async function progressOf(
  ground: LedgerGround,
  { id, state, integration }: Run,
): Promise<RunProgress> {
  const { db } = ground;
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
    ...(await counted(ground, integration, current)),
  };
}

async function counted({ db, dialect }: LedgerGround, integration: string, { run, number }: StageRow) {
  const found = await sql<Record<'rows' | 'done' | 'refused' | 'taken', string> & { waits: string | null }>`
    select coalesce(sum(case when stage = ${number} then rows end), 0) as "rows",
      coalesce(sum(case when stage = ${number} then settled end), 0) as done,
      coalesce(sum(refused), 0) as refused,
      (select count(*) from chunks as taken join runs on runs.id = taken.run
        where runs.integration = ${integration} and taken.state = 'taken' and taken.taken_until > ${dialect.now}) as taken,
      max(case when stage = ${number} then waits_for end) as waits
    from chunks where run = ${run}`.execute(db);
  const [row] = found.rows;
  return {
    rows: Number(row?.rows),
    rowsDone: Number(row?.done),
    refused: Number(row?.refused),
    isTaken: Number(row?.taken) > 0,
    waitsFor: row?.waits ?? undefined,
  };
}
