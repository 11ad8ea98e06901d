import { type QueryExecutorProvider, sql } from 'kysely';
import type { LoadAction } from '../../load/step-writer.js';
import type { StagingDialect } from '../../staging/dialect/staging-dialect.js';
import type { Sql } from '../../staging/dialect/sql-text.js';
import { pendingView, type RowsOf } from '../../staging/tables/table-names.js';
import { dueRows } from '../ledger/due-rows.js';
import type { StepTable } from '../ledger/step-table.js';

/** How many accepted rows of a step this is still to be done with. */
export const countDue = (
  db: QueryExecutorProvider,
  dialect: StagingDialect,
  step: StepTable,
  action: LoadAction,
): Promise<number> => count(db, dueRows(dialect, step, action));

/** How many are to be written or deactivated: all rows are looked at for that, once. */
export const countPending = (db: QueryExecutorProvider, rows: RowsOf): Promise<number> =>
  count(db, sql`select 1 from ${sql.id(pendingView(rows))}`);

async function count(db: QueryExecutorProvider, query: Sql): Promise<number> {
  const { rows } = await sql<{ count: string }>`select count(*) as count from (${query}) as "due"`.execute(
    db,
  );
  return Number(rows[0]?.count);
}
