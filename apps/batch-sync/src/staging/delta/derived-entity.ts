import { type QueryExecutorProvider, sql } from 'kysely';
import type { Integration } from '../../catalogue/integration.js';
import { columnName } from '../../catalogue/names.js';
import type { DerivedEntity } from '../../catalogue/target.js';
import type { Changes } from '../delivery-report.js';
import { namesOf, type Sql } from '../dialect/sql-text.js';
import type { StagingDialect } from '../dialect/staging-dialect.js';
import { StagingError } from '../staging.errors.js';
import type { IntegrationTables } from '../tables/integration-tables.js';
import { acceptedColumns } from '../tables/reserved-columns.js';
import { stagedColumns } from '../tables/staged-column.js';
import { acceptedTable } from '../tables/table-names.js';
import { acceptedValues } from '../transform/accepted-values.js';
import { ofRow, withColumns } from '../transform/row-columns.js';
import { staged } from '../transform/staged-rows.js';
import { Delta } from './delta.js';

const { key, active } = acceptedColumns;
const queried = 'queried rows';
const derived = 'derived rows';

/** Brings the rows of an entity to what its query yields now over the accepted, active rows of its integration. */
export class Derivation {
  constructor(
    private readonly db: QueryExecutorProvider,
    private readonly dialect: StagingDialect,
    private readonly tables: IntegrationTables,
    private readonly integration: Integration,
  ) {}

  async bringUpToDate(name: string, { sql: query }: DerivedEntity): Promise<Changes> {
    const { name: integration } = this.integration;
    const rows = `${integration}/${name}`;
    for (const table of [queried, derived]) await sql`drop table if exists ${sql.id(table)}`.execute(this.db);
    await this.fill(queried, this.queriedRows(query));
    const columns = this.checked(rows, await this.tables.columnsOf(this.db, queried));
    await this.fill(derived, this.derivedRows(columns));
    await this.refuseRepeatedKeys(rows);
    await this.tables.makeAccepted(this.db, rows, columns);
    const accepted = acceptedTable(rows);
    const delta = await Delta.find(this.db, this.dialect, {
      now: derived,
      accepted,
      columns,
      everything: true,
    });
    const { activeBefore: _, ...changes } = await delta.count();
    await delta.accept();
    await delta.deactivate();
    return changes;
  }

  private async fill(table: string, query: Sql): Promise<void> {
    for (const statement of this.dialect.workTable(table, query)) await statement.execute(this.db);
  }

  /** The catalogue's query over the accepted, active rows, whose columns it sees as expressions do. */
  private queriedRows(query: string): Sql {
    const { integration, dialect } = this;
    const rows = acceptedValues(
      dialect,
      integration.name,
      stagedColumns(integration),
      sql`${sql.id(active)} = ${dialect.true}`,
    );
    return sql`with "rows" as (${rows.query}) select * from (${sql.raw(query)}) as "queried"`;
  }

  private derivedRows(columns: readonly string[]): Sql {
    const { dialect } = this;
    const texts = withColumns(
      dialect,
      { query: sql`select * from ${sql.id(queried)}`, columns: [] },
      [key, ...columns].map((name) => ({ name, value: dialect.normalForm(dialect.asText(ofRow(name))) })),
    );
    const hash = dialect.hash(columns.map((name) => ({ name, text: ofRow(name) })));
    return sql`
      select row_number() over (order by ${ofRow(key)}) as ${sql.id(staged.number)}, ${ofRow(key)} as ${sql.id(staged.key)},
        ${hash} as ${sql.id(staged.hash)}, cast(null as integer) as ${sql.id(staged.verdict)}
        ${columns.length > 0 ? sql`, ${namesOf(columns)}` : sql``}
      from (${texts.query}) as "row" where ${ofRow(key)} is not null`;
  }

  private checked(rows: string, names: readonly string[]): string[] {
    const reserved: readonly string[] = Object.values(acceptedColumns);
    const columns = names.filter((name) => name !== key);
    const wrong = columns.find((name) => reserved.includes(name) || !columnName.safeParse(name).success);
    if (columns.length === names.length || wrong !== undefined)
      throw new StagingError(
        'entity-column-name',
        `The query of ${rows} ${wrong === undefined ? 'has no column key' : `may have no column ${wrong}`}.`,
      );
    return columns;
  }

  private async refuseRepeatedKeys(rows: string): Promise<void> {
    const { rows: repeated } = await sql`
      select ${sql.id(staged.key)} from ${sql.id(derived)} group by ${sql.id(staged.key)} having count(*) > 1`.execute(
      this.db,
    );
    if (repeated.length > 0)
      throw new StagingError(
        'entity-key-twice',
        `The query of ${rows} yields ${repeated.length} keys more than once.`,
      );
  }
}
