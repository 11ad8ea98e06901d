import { type QueryExecutorProvider, sql } from 'kysely';
import type { Changes } from '../delivery-report.js';
import type { Sql } from '../dialect/sql-text.js';
import { namesOf } from '../dialect/sql-text.js';
import type { StagingDialect } from '../dialect/staging-dialect.js';
import { acceptedColumns } from '../tables/reserved-columns.js';
import { staged } from '../transform/staged-rows.js';

/** Rows as they are now, beside those that were accepted last. */
export interface Comparison {
  /** A work table with the columns of `staged`, of which no two accepted rows have one key. */
  readonly now: string;
  readonly accepted: string;
  readonly columns: readonly string[];
  /** Whether what is not there now is gone. */
  readonly everything: boolean;
}

const { key, hash, active } = acceptedColumns;

/** Work tables: what is new or has changed, and which keys are gone. */
const changed = 'changed rows';
const gone = 'gone rows';

/**
 * The difference between the rows of a delivery and what was accepted, set by set. It is found first and carried out afterwards, so that
 * guards can look at it in between.
 */
export class Delta {
  private constructor(
    private readonly db: QueryExecutorProvider,
    private readonly dialect: StagingDialect,
    private readonly compared: Comparison,
  ) {}

  static async find(
    db: QueryExecutorProvider,
    dialect: StagingDialect,
    compared: Comparison,
  ): Promise<Delta> {
    const delta = new Delta(db, dialect, compared);
    await sql`drop table if exists ${sql.id(changed)}`.execute(db);
    await sql`drop table if exists ${sql.id(gone)}`.execute(db);
    for (const query of dialect.workTable(changed, delta.changedRows())) await query.execute(db);
    for (const query of dialect.workTable(gone, delta.goneRows())) await query.execute(db);
    return delta;
  }

  /** How many rows there are of each kind, if all of it is carried out. */
  async count(): Promise<Changes & { activeBefore: number }> {
    const of = (change: string) => sql`(select count(*) from ${sql.id(changed)} where change = ${change})`;
    const { inserted, updated, reactivated, accepted, deactivated, activeBefore } = await this.numbers<
      'inserted' | 'updated' | 'reactivated' | 'accepted' | 'deactivated' | 'activeBefore'
    >(sql`
      select ${of('inserted')} as inserted, ${of('updated')} as updated, ${of('reactivated')} as reactivated,
        (select count(*) from ${sql.id(gone)}) as deactivated,
        (select count(*) from ${sql.id(this.compared.now)} where ${sql.id(staged.verdict)} is null) as accepted,
        (select count(*) from ${sql.id(this.compared.accepted)} where ${sql.id(active)} = ${this.dialect.true}) as "activeBefore"`);
    return {
      inserted,
      updated,
      unchanged: accepted - inserted - updated - reactivated,
      reactivated,
      deactivated,
      activeBefore,
      activeAfter: activeBefore + inserted + reactivated - deactivated,
    };
  }

  /** Active rows whose key is there in rejected rows alone. */
  async countHeld(): Promise<number> {
    const { now, accepted } = this.compared;
    const [nowKey, verdict] = [sql.id('now', staged.key), sql.id('now', staged.verdict)];
    const { held } = await this.numbers<'held'>(sql`
      select count(*) as held from ${sql.id(accepted)} as a where a.${sql.id(active)} = ${this.dialect.true}
        and a.${sql.id(key)} in (select ${nowKey} from ${sql.id(now)} as "now" where ${nowKey} is not null and ${verdict} is not null)
        and not exists (select 1 from ${sql.id(now)} as "now" where ${nowKey} = a.${sql.id(key)} and ${verdict} is null)`);
    return held;
  }

  /** Makes what is new or has changed what was accepted last. */
  async accept(): Promise<void> {
    const { now, accepted, columns } = this.compared;
    const [there, is] = [sql.id(accepted), this.dialect.true];
    const found = sql`${sql.id(now)} as "now" join ${sql.id(changed)} as "change" on "change".number = ${sql.id('now', staged.number)}`;
    const values = columns.map((name) => sql.id('now', name));
    await sql`
      insert into ${there} (${namesOf([key, hash, active, ...columns])})
      select ${sql.join([sql.id('now', staged.key), sql.id('now', staged.hash), is, ...values])} from ${found}
      where "change".change = 'inserted'`.execute(this.db);
    const assignments = columns.map((name) => sql`${sql.id(name)} = ${sql.id('now', name)}`);
    await sql`
      update ${there} set ${sql.join([
        sql`${sql.id(hash)} = ${sql.id('now', staged.hash)}`,
        sql`${sql.id(active)} = ${is}`,
        ...assignments,
      ])} from ${found}
      where "change".change <> 'inserted' and ${there}.${sql.id(key)} = ${sql.id('now', staged.key)}`.execute(
      this.db,
    );
  }

  /** Deactivates what is gone. */
  async deactivate(): Promise<void> {
    await sql`
      update ${sql.id(this.compared.accepted)} set ${sql.id(active)} = ${this.dialect.false}
      where ${sql.id(key)} in (select key from ${sql.id(gone)})`.execute(this.db);
  }

  private changedRows(): Sql {
    const { now, accepted } = this.compared;
    const before = { key: sql.id('before', key), active: sql.id('before', active) };
    return sql`
      select ${sql.id('now', staged.number)} as number, case
        when ${before.key} is null then 'inserted'
        when ${before.active} = ${this.dialect.false} then 'reactivated'
        else 'updated' end as change
      from ${sql.id(now)} as "now" left join ${sql.id(accepted)} as "before" on ${before.key} = ${sql.id('now', staged.key)}
      where ${sql.id('now', staged.verdict)} is null and (
        ${before.key} is null or ${before.active} = ${this.dialect.false}
        or ${sql.id('before', hash)} <> ${sql.id('now', staged.hash)})`;
  }

  private goneRows(): Sql {
    const { now, accepted, everything } = this.compared;
    return sql`
      select ${sql.id('before', key)} as key from ${sql.id(accepted)} as "before"
      where ${everything ? sql`1 = 1` : sql`1 = 0`} and ${sql.id('before', active)} = ${this.dialect.true} and not exists (
        select 1 from ${sql.id(now)} as "now" where ${sql.id('now', staged.key)} = ${sql.id('before', key)})`;
  }

  private async numbers<Names extends string>(query: Sql): Promise<Record<Names, number>> {
    const { rows } = await query.execute(this.db);
    const [row] = rows as [Record<Names, string>];
    return Object.fromEntries(Object.entries(row).map(([name, value]) => [name, Number(value)])) as Record<
      Names,
      number
    >;
  }
}
