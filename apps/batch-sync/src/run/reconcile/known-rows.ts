import { type QueryExecutorProvider, sql } from 'kysely';
import type { StagingDialect } from '../../staging/dialect/staging-dialect.js';
import { acceptedColumns } from '../../staging/tables/reserved-columns.js';
import { acceptedTable, type RowsOf } from '../../staging/tables/table-names.js';

/** What was written to Dataverse of a row last. */
export interface KnownRow {
  readonly key: string;
  readonly hash: string;
  /** `true` or `false`; a closed one is not active. */
  readonly active: string;
}

const PAGE = 5_000;

const { key, loadedHash, loadedActive, loadedClosed } = acceptedColumns;

/** The rows that Dataverse should hold, by their keys. */
export async function* knownRows(
  db: QueryExecutorProvider,
  dialect: StagingDialect,
  step: RowsOf,
): AsyncGenerator<KnownRow> {
  const isActive = sql`${sql.id(loadedActive)} = ${dialect.true} and ${sql.id(loadedClosed)} is null`;
  for (let after = ''; ;) {
    // By the key alone, whose index every planner takes, whatever it believes of the rest.
    const { rows } = await sql<KnownRow & { hash: string | null }>`
      select ${sql.id(key)} as "key", ${dialect.hashText(sql.id(loadedHash))} as hash,
        case when ${isActive} then 'true' else 'false' end as active
      from ${sql.id(acceptedTable(step))} where ${sql.id(key)} > ${after}
      order by ${sql.id(key)} offset 0 rows fetch next ${sql.lit(PAGE)} rows only`.execute(db);
    for (const row of rows) if (row.hash !== null) yield row;
    const last = rows.at(-1);
    if (!last || rows.length < PAGE) return;
    after = last.key;
  }
}
