import { sql } from 'kysely';
import type { StagingDialect } from '../../staging/dialect/staging-dialect.js';
import { acceptedColumns } from '../../staging/tables/reserved-columns.js';
import { acceptedTable } from '../../staging/tables/table-names.js';
import { dueRows } from './due-rows.js';
import { releaseOrphans } from './quarantine.js';
import type { RunDatabase, StageRow } from './run.schema.js';
import type { StepTable } from './step-table.js';

const { key, loadedHash } = acceptedColumns;

/** How a stage becomes chunks. */
export interface StagePlanning {
  readonly stage: StageRow;
  readonly step: StepTable;
  /** Rows of a chunk. */
  readonly chunkRows: number;
}

/** Divides what is to be done in a stage into chunks. */
export async function planStage(
  db: RunDatabase,
  dialect: StagingDialect,
  { stage, step, chunkRows }: StagePlanning,
): Promise<void> {
  const { run, number, action } = stage;
  const whole = async (rows: number) => {
    await db
      .insertInto('chunks')
      .values({ run, stage: number, number: 1, rows: String(rows) })
      .execute();
  };
  if (action === 'apply') return whole(await countLanded(db, stage.delivery));
  if (action === 'reconcile') return whole(await countLoaded(db, step));
  if (action === 'write') await releaseOrphans(db, dialect, step);
  await sql`
    insert into chunks (run, stage, number, first_key, last_key, rows)
    select ${sql.lit(run)}, ${sql.lit(number)}, part, min(${sql.id(key)}), max(${sql.id(key)}), count(*)
    from (
      select ${sql.id(key)}, (row_number() over (order by ${sql.id(key)}) - 1) / ${sql.lit(chunkRows)} + 1 as part
      from (${dueRows(dialect, step, action)}) as "due"
    ) as "numbered"
    group by part`.execute(db);
}

async function countLanded(db: RunDatabase, delivery: string | null): Promise<number> {
  const found = await db
    .selectFrom('deliveries')
    .select('landed_rows')
    .where('id', '=', delivery)
    .executeTakeFirst();
  return Number(found?.landed_rows ?? 0);
}

async function countLoaded(db: RunDatabase, { name }: StepTable): Promise<number> {
  const { rows } = await sql<{ count: string }>`
    select count(*) as count from ${sql.id(acceptedTable(name))} where ${sql.id(loadedHash)} is not null`.execute(
    db,
  );
  return Number(rows[0]?.count);
}
