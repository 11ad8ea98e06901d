import { type QueryExecutorProvider, sql } from 'kysely';
import type { Sql } from '../../staging/dialect/sql-text.js';
import { type FirstKeys, firstKeys } from '../../staging/first-keys.js';
import {
  accepted,
  acceptedInGroups,
  foundInGroups,
  group,
  isUnique,
  matchColumns,
  matchTables,
} from './match-tables.js';

/** How rows on both sides stand to each other. */
export interface MatchCounts {
  /** One accepted row, and one in Dataverse. */
  readonly unique: FirstKeys;
  /** Accepted rows that match, and are several or match several. */
  readonly ambiguous: FirstKeys;
  /** Accepted rows that match nothing. */
  readonly none: FirstKeys;
  /** Rows in Dataverse without a key. */
  readonly found: number;
  /** Those of them that match nothing. */
  readonly unclaimed: number;
}

const { key, match } = matchColumns;

/** Once groups are there. */
export async function countMatches(db: QueryExecutorProvider): Promise<MatchCounts> {
  const keys = sql`select ${accepted(key)} as "key"`;
  const isInGroup = sql`exists (
    select 1 from ${sql.id(matchTables.group)} as "group" where ${group(match)} = ${accepted(match)})`;
  const found = await countRows(db, sql.id(matchTables.found));
  return {
    unique: await firstKeys(db, sql`${keys} from ${acceptedInGroups} where ${isUnique}`),
    ambiguous: await firstKeys(db, sql`${keys} from ${acceptedInGroups} where not (${isUnique})`),
    none: await firstKeys(
      db,
      sql`${keys} from ${sql.id(matchTables.accepted)} as "accepted" where not ${isInGroup}`,
    ),
    found,
    unclaimed: found - (await countRows(db, foundInGroups)),
  };
}

async function countRows(db: QueryExecutorProvider, from: Sql): Promise<number> {
  const { rows } = await sql<{ all: string }>`select count(*) as "all" from ${from}`.execute(db);
  return Number(rows[0]?.all);
}
