import { type QueryExecutorProvider, sql } from 'kysely';
import type { Sql } from '../../staging/dialect/sql-text.js';
import type { StagingDialect } from '../../staging/dialect/staging-dialect.js';
import { WorkRows } from '../../staging/tables/work-rows.js';
import type { AmbiguousRow } from '../adoption.js';
import type { FoundRow, MatchValues, RowToStamp, StepToAdopt } from '../way-to-adopt.js';
import { countMatches, type MatchCounts } from './count-matches.js';
import { ambiguousRows, groups, rowsToMatch, rowsWithoutKey, uniqueRows } from './match-queries.js';
import { matchColumns, matchTables } from './match-tables.js';

const { key, cwKey, id, etag, group: groupNumber, number } = matchColumns;

/** Rows are held in memory so many at a time. */
const PAGE = 1_000;

/**
 * The accepted rows of a step beside those of Dataverse, in work tables of one transaction. *Filled* by `addAccepted` and `addFound`, in any
 * order. *Matched* by `match`: values are in normal form, and rows whose values are all there and alike belong together. *Dropped*: the
 * next step may have its own.
 */
export class Matches {
  private constructor(
    private readonly db: QueryExecutorProvider,
    private readonly dialect: StagingDialect,
    private readonly step: StepToAdopt,
    private readonly source: WorkRows,
    private readonly dataverse: WorkRows,
  ) {}

  static async make(db: QueryExecutorProvider, dialect: StagingDialect, step: StepToAdopt): Promise<Matches> {
    const make = (table: string, own: readonly string[]) =>
      WorkRows.make(db, dialect, table, [...own, ...step.adopt.match]);
    const source = await make(matchTables.source, [key, cwKey]);
    const dataverse = await make(matchTables.dataverse, [id, etag, cwKey]);
    return new Matches(db, dialect, step, source, dataverse);
  }

  addAccepted(row: { readonly key: string; readonly cwKey: string }, values: MatchValues): Promise<void> {
    return this.source.add({ ...values, [key]: row.key, [cwKey]: row.cwKey });
  }

  addFound({ values, ...row }: FoundRow): Promise<void> {
    return this.dataverse.add({ ...values, [id]: row.id, [etag]: row.etag, [cwKey]: row.cwKey });
  }

  /** How rows stand to each other; accepted rows that Dataverse has under their key are `already` there, and in none of the others. */
  async match(): Promise<MatchCounts & { already: number }> {
    const { db, dialect, step, source, dataverse } = this;
    for (const rows of [source, dataverse]) await rows.end();
    await this.make(matchTables.accepted, rowsToMatch(dialect, step.adopt));
    await this.make(matchTables.found, rowsWithoutKey(dialect, step.adopt));
    await this.make(matchTables.group, groups);
    await this.make(matchTables.unique, uniqueRows, 'key');
    await this.make(matchTables.ambiguous, ambiguousRows(dialect, step.adopt), number);
    const counts = await countMatches(db);
    const { unique, ambiguous, none } = counts;
    return { ...counts, already: source.rows - unique.rows - ambiguous.rows - none.rows };
  }

  /** The unique ones, by their natural keys. */
  async *unique(): AsyncGenerator<RowToStamp, void, undefined> {
    for (let after = ''; ;) {
      const { rows } = await sql<RowToStamp>`
        select * from ${sql.id(matchTables.unique)} where "key" > ${after}
        order by "key" offset 0 rows fetch next ${sql.lit(PAGE)} rows only`.execute(this.db);
      yield* rows;
      const last = rows.at(-1);
      if (!last || rows.length < PAGE) return;
      after = last.key;
    }
  }

  /** The ambiguous ones, group by group, those of the source first. */
  async *ambiguous(): AsyncGenerator<AmbiguousRow, void, undefined> {
    for (let after = 0; ; after += PAGE) {
      const { rows } = await sql<Record<string, string | null>>`
        select * from ${sql.id(matchTables.ambiguous)}
        where ${sql.id(number)} > ${sql.lit(after)} and ${sql.id(number)} <= ${sql.lit(after + PAGE)}
        order by ${sql.id(number)}`.execute(this.db);
      for (const row of rows) yield this.ambiguousRow(row);
      if (rows.length < PAGE) return;
    }
  }

  async drop(): Promise<void> {
    for (const table of Object.values(matchTables)) await sql`drop table ${sql.id(table)}`.execute(this.db);
  }

  private async make(table: string, query: Sql, foundBy?: string): Promise<void> {
    for (const each of this.dialect.workTable(table, query, foundBy)) await each.execute(this.db);
  }

  private ambiguousRow(row: Readonly<Record<string, string | null>>): AmbiguousRow {
    const { name, adopt } = this.step;
    return {
      step: name,
      group: Number(row[groupNumber]),
      key: row[key] ?? undefined,
      id: row[id] ?? undefined,
      values: Object.fromEntries(adopt.match.map((column) => [column, row[column] ?? ''])),
    };
  }
}
