import { type QueryExecutorProvider, sql } from 'kysely';
import type { Sql } from './dialect/sql-text.js';

/** So many keys are told of any rows. */
export const KEYS_TOLD = 20;

/** How many rows there are, with the first 20 of their keys. */
export interface FirstKeys {
  readonly rows: number;
  readonly keys: readonly string[];
}

/** Those of a query that yields a column "key". */
export async function firstKeys(db: QueryExecutorProvider, query: Sql): Promise<FirstKeys> {
  const { rows } = await sql<{ key: string; all: string }>`
    select "key", count(*) over () as "all" from (${query}) as "found"
    order by "key" offset 0 rows fetch next ${sql.lit(KEYS_TOLD)} rows only`.execute(db);
  return { rows: Number(rows[0]?.all ?? 0), keys: rows.map(({ key }) => key) };
}
