import { type QueryExecutorProvider, sql } from 'kysely';
import type { LoadStep } from '../../catalogue/order/load-order.js';
import type { StagingDialect } from '../../staging/dialect/staging-dialect.js';
import { isQuarantined } from '../../staging/tables/pending.js';
import { acceptedColumns } from '../../staging/tables/reserved-columns.js';
import { acceptedTable, type RowsOf } from '../../staging/tables/table-names.js';
import { outOfQuarantine, type QuarantineNote } from './record-results.js';
import type { StepTable } from './step-table.js';

/** What Dataverse calls it when a row is to be bound to one that is not there. */
const PARENT_MISSING = 'row-not-found';

const { key, quarantinedHash, quarantinedAt, quarantine, loadedAt } = acceptedColumns;

/**
 * Lets the rows out of quarantine that were refused for want of a row which has been loaded since they were read. Those whose parents were
 * there all the time stay: nothing has changed for them.
 */
export async function releaseOrphans(
  db: QueryExecutorProvider,
  dialect: StagingDialect,
  { name, target, columns }: StepTable,
): Promise<void> {
  const table = sql.id(acceptedTable(name));
  const parents = lookupsOf(target).filter(({ column }) => columns.some((each) => each.name === column));
  if (parents.length === 0) return;
  const loadedSince = parents.map(
    ({ to, column }) => sql`exists (
      select 1 from ${sql.id(acceptedTable(to))} as "parent"
      where ${sql.id('parent', key)} = ${table}.${sql.id(column)} and ${sql.id('parent', loadedAt)} >= ${table}.${sql.id(quarantinedAt)})`,
  );
  await sql`
    update ${table} set ${sql.join([...outOfQuarantine])}
    where ${sql.id(quarantinedHash)} is not null and ${dialect.jsonText(sql.id(quarantine), 'code')} = ${PARENT_MISSING}
      and (${sql.join(loadedSince, sql` or `)})`.execute(db);
}

const lookupsOf = ({ columns }: LoadStep['target']) =>
  Object.values(columns).flatMap((mapping) => ('lookup' in mapping ? mapping.lookup : []));

/** Lets rows out of quarantine, of these keys or all, and says how many. */
export async function release(
  db: QueryExecutorProvider,
  dialect: StagingDialect,
  rows: RowsOf,
  keys: readonly string[] | undefined,
): Promise<number> {
  const chosen =
    keys === undefined
      ? sql`1 = 1`
      : sql`${sql.id(key)} in (select "key" from (${dialect.jsonRows(JSON.stringify(keys.map((each) => ({ key: each }))), ['key'])}) as "chosen")`;
  const { numAffectedRows } = await sql`
    update ${sql.id(acceptedTable(rows))} set ${sql.join([...outOfQuarantine])}
    where (${isQuarantined}) and ${chosen}`.execute(db);
  return Number(numAffectedRows ?? 0);
}

/** A row in quarantine, as it is now. */
export interface QuarantinedKey {
  readonly key: string;
  readonly when: Date;
  readonly note: QuarantineNote;
}

/** The first so many by their keys. */
export async function quarantinedRows(
  db: QueryExecutorProvider,
  rows: RowsOf,
  limit: number,
): Promise<QuarantinedKey[]> {
  const found = await sql<{ key: string; when: Date; note: string }>`
    select ${sql.id(key)} as "key", ${sql.id(quarantinedAt)} as "when", ${sql.id(quarantine)} as note
    from ${sql.id(acceptedTable(rows))} where ${isQuarantined}
    order by ${sql.id(key)} offset 0 rows fetch next ${sql.lit(limit)} rows only`.execute(db);
  return found.rows.map(({ note, ...row }) => ({ ...row, note: JSON.parse(note) as QuarantineNote }));
}

/** How many rows of a step are in quarantine, by the code of the refusal. */
export async function countQuarantined(
  db: QueryExecutorProvider,
  dialect: StagingDialect,
  rows: RowsOf,
): Promise<{ code: string; rows: number }[]> {
  const code = dialect.jsonText(sql.id(quarantine), 'code');
  const found = await sql<{ code: string; rows: string }>`
    select ${code} as code, count(*) as "rows" from ${sql.id(acceptedTable(rows))}
    where ${isQuarantined} group by ${code} order by 2 desc, 1`.execute(db);
  return found.rows.map((each) => ({ code: each.code, rows: Number(each.rows) }));
}
