import { sql } from 'kysely';
import type { LedgerGround } from '../ledger/ledger-ground.js';
import type { StageRow } from '../ledger/run.schema.js';
import type { Run, RunProgress } from '../run.js';
import { silentLeaseMs, type WorkSettings } from '../work/work-settings.js';

/** How far a run is, whoever works at it. */
export async function progressOf(
  ground: LedgerGround,
  { id, state, integration }: Run,
  settings: Pick<WorkSettings, 'leaseMs'>,
): Promise<RunProgress> {
  const { db } = ground;
  const stages = await db.selectFrom('stages').selectAll().where('run', '=', id).orderBy('number').execute();
  const current = stages.find(({ ended_at }) => !ended_at) ?? stages.at(-1);
  if (!current) throw new Error(`Run ${id} has no stages.`);
  const { action, step, number } = current;
  const { free, ...counts } = await counted(ground, current);
  const { isTaken, leaseLeftMs } = await inHand(ground, integration, silentLeaseMs(settings));
  return {
    run: id,
    state,
    stage: { action, step },
    stageNumber: number,
    stages: stages.length,
    ...counts,
    isTaken,
    leaseLeftMs: free > 0 ? undefined : leaseLeftMs,
  };
}

async function counted({ db, dialect }: LedgerGround, { run, number }: StageRow) {
  const found = await sql<Record<'rows' | 'done' | 'refused' | 'free', string> & { waits: string | null }>`
    select coalesce(sum(case when stage = ${number} then rows end), 0) as "rows",
      coalesce(sum(case when stage = ${number} then settled end), 0) as done,
      coalesce(sum(refused), 0) as refused,
      count(case when stage = ${number} and state = 'open' and not_before <= ${dialect.now} then 1 end) as free,
      max(case when stage = ${number} then waits_for end) as waits
    from chunks where run = ${run}`.execute(db);
  const [row] = found.rows;
  return {
    rows: Number(row?.rows),
    rowsDone: Number(row?.done),
    refused: Number(row?.refused),
    free: Number(row?.free),
    waitsFor: row?.waits ?? undefined,
  };
}

/** Who has rows of the integration, of this run or an earlier one: all by the clock of the database. */
async function inHand({ db, dialect }: LedgerGround, integration: string, silentMs: number) {
  const found = await sql<{ answering: string; until: Date | null; now: Date }>`
    select count(case when taken_until > ${dialect.fromNow(silentMs)} then 1 end) as answering,
      max(taken_until) as "until", ${dialect.now} as "now"
    from chunks join runs on runs.id = chunks.run
    where runs.integration = ${integration} and chunks.state = 'taken' and taken_until > ${dialect.now}`.execute(
    db,
  );
  const [row] = found.rows;
  if (!row?.until) return { isTaken: false, leaseLeftMs: undefined };
  const isSilent = Number(row.answering) === 0;
  return { isTaken: true, leaseLeftMs: isSilent ? row.until.getTime() - row.now.getTime() : undefined };
}
