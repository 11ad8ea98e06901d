import { type QueryExecutorProvider, sql } from 'kysely';
import type { StagingDialect } from '../dialect/staging-dialect.js';
import { acceptedTable, type RowsOf } from '../tables/table-names.js';

/** How many accepted rows are active. */
export async function countActive(
  db: QueryExecutorProvider,
  dialect: StagingDialect,
  of: RowsOf,
): Promise<number> {
  const { rows } = await sql<{ count: string }>`
    select count(*) as count from ${sql.id(acceptedTable(of))} where active = ${dialect.true}`.execute(db);
  return Number(rows[0]?.count);
}
