import { type QueryExecutorProvider, sql } from 'kysely';
import type { LoadAction } from '../../load/step-writer.js';
import type { StagingDialect } from '../../staging/dialect/staging-dialect.js';
import { dueRows } from '../ledger/due-rows.js';
import type { StepTable } from '../ledger/step-table.js';

/** How many accepted rows of a step this is still to be done with. */
export async function countDue(
  db: QueryExecutorProvider,
  dialect: StagingDialect,
  step: StepTable,
  action: LoadAction,
): Promise<number> {
  const { rows } = await sql<{ count: string }>`
    select count(*) as count from (${dueRows(dialect, step, action)}) as "due"`.execute(db);
  return Number(rows[0]?.count);
}
