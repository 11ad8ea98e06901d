import { type QueryExecutorProvider, sql } from 'kysely';
import type { Integration } from '../../catalogue/integration.js';
import type { StagingDialect } from '../dialect/staging-dialect.js';
import { landingColumns } from '../tables/reserved-columns.js';
import { landingTable } from '../tables/table-names.js';
import { staged, stagedRows } from './staged-rows.js';
import { reasonsOf, verdicts } from './verdict.js';

/** The work table of a delivery's rows. */
export const stagedTable = 'staged rows';

/** Rows by what was found of them. */
export interface Verdicts {
  read: number;
  accepted: number;
  /** By the code of the reason. */
  rejected: Record<string, number>;
  /** Whether the key of any row is unknown: then it may be that of a row that seems to be gone. */
  keysUnknown: boolean;
}

/** Fills the work table with all rows of the delivery, each with its verdict. */
export async function stageRows(
  db: QueryExecutorProvider,
  dialect: StagingDialect,
  integration: Integration,
  delivery: string,
): Promise<Verdicts> {
  await sql`drop table if exists ${sql.id(stagedTable)}`.execute(db);
  for (const query of dialect.workTable(stagedTable, stagedRows(dialect, integration, delivery)))
    await query.execute(db);
  await rejectRepeatedKeys(db);
  return countVerdicts(db, integration);
}

/** The first row of a key stays, whether it is accepted or not. */
async function rejectRepeatedKeys(db: QueryExecutorProvider): Promise<void> {
  const { key, number, verdict } = staged;
  const table = sql.id(stagedTable);
  await sql`
    update ${table} set ${sql.id(verdict)} = ${sql.lit(verdicts.repeated)}
    from (
      select ${sql.id(key)} as key, min(${sql.id(number)}) as first from ${table}
      where ${sql.id(key)} is not null group by ${sql.id(key)} having count(*) > 1
    ) as repeated
    where ${table}.${sql.id(key)} = repeated.key and ${table}.${sql.id(number)} > repeated.first`.execute(db);
}

async function countVerdicts(db: QueryExecutorProvider, integration: Integration): Promise<Verdicts> {
  const { rows } = await sql<{ verdict: number | null; count: string }>`
    select ${sql.id(staged.verdict)} as verdict, count(*) as count from ${sql.id(stagedTable)}
    group by ${sql.id(staged.verdict)} order by verdict`.execute(db);
  const reasons = reasonsOf(integration);
  const found: Verdicts = { read: 0, accepted: 0, rejected: {}, keysUnknown: false };
  for (const { verdict, count } of rows) {
    found.read += Number(count);
    if (verdict === null) {
      found.accepted += Number(count);
      continue;
    }
    const reason = reasons[verdict]?.reason ?? '';
    found.rejected[reason] = (found.rejected[reason] ?? 0) + Number(count);
    if (verdict === verdicts.malformed || verdict === verdicts.withoutKey) found.keysUnknown = true;
  }
  return found;
}

/** Keeps the rejected rows with their reasons, as they were read. */
export async function keepRejects(
  db: QueryExecutorProvider,
  dialect: StagingDialect,
  integration: Integration,
  delivery: string,
): Promise<void> {
  const reasons = reasonsOf(integration);
  const byVerdict = (text: (each: { reason: string; says: string }) => string) =>
    sql`case ${sql.id(staged.verdict)} ${sql.join(
      reasons.map((each, verdict) => sql`when ${sql.lit(verdict)} then ${sql.lit(text(each))}`),
      sql` `,
    )} end`;
  const { delivery: ofDelivery, number, defect } = landingColumns;
  await sql`
    insert into rejects (delivery, row_number, reason, says, key, "values")
    select ${sql.lit(delivery)}, ${sql.id(staged.number)}, ${byVerdict(({ reason }) => reason)},
      coalesce(${sql.id(staged.defect)}, ${byVerdict(({ says }) => says)}), ${sql.id(staged.key)},
      ${dialect.rowAsJson('landed', [ofDelivery, number, defect])}
    from ${sql.id(stagedTable)} join ${sql.id(landingTable(integration.name))} as "landed"
      on ${sql.id('landed', ofDelivery)} = ${sql.lit(delivery)} and ${sql.id('landed', number)} = ${sql.id(staged.number)}
    where ${sql.id(staged.verdict)} is not null`.execute(db);
}
