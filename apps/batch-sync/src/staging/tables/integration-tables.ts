import { type QueryExecutorProvider, sql } from 'kysely';
import type { Integration } from '../../catalogue/integration.js';
import { loadSteps } from '../../catalogue/order/load-order.js';
import { lookedUp } from '../../catalogue/order/parents-of.js';
import { type Column, columnsOf } from '../dialect/sql-text.js';
import type { StagingDialect } from '../dialect/staging-dialect.js';
import { isPending } from './pending.js';
import { acceptedColumns, landingColumns } from './reserved-columns.js';
import { sourceColumns, stagedColumns } from './staged-column.js';
import { acceptedTable, landingTable, pendingView, type RowsOf } from './table-names.js';

/**
 * The tables that the catalogue asks for. They are made when they are first needed, and widened when the catalogue gains a column; what it
 * loses stays where it is. DDL of two processes at the same instant is kept apart by the caller's lock.
 */
export class IntegrationTables {
  constructor(private readonly dialect: StagingDialect) {}

  /** Those of an integration, its entities, whose columns show when their query runs, and those that it refers to, which may never have run. */
  async make(db: QueryExecutorProvider, integration: Integration): Promise<void> {
    const { name, rules, entities } = integration;
    await this.makeLanding(db, landingTable(name), sourceColumns(integration).map(nameOf));
    await this.makeAccepted(db, name, stagedColumns(integration).map(nameOf));
    for (const entity of Object.keys(entities)) await this.makeAccepted(db, `${name}/${entity}`, []);
    const lookups = loadSteps(integration).flatMap(({ target }) => lookedUp(target));
    for (const other of [...rules.flatMap(({ reference }) => reference?.to ?? []), ...lookups])
      await this.makeAccepted(db, other, []);
  }

  /** The accepted rows of an integration, or of an entity. */
  async makeAccepted(db: QueryExecutorProvider, rows: RowsOf, columns: readonly string[]): Promise<void> {
    const { types } = this.dialect;
    const { key, hash, active, ...later } = acceptedColumns;
    const table = acceptedTable(rows);
    const changed = await this.makeTable(db, table, columns, [
      { name: key, value: sql`${types.key} not null primary key` },
      { name: hash, value: sql`${types.hash} not null` },
      { name: active, value: sql`${types.flag} not null` },
      { name: later.loadedHash, value: types.hash },
      { name: later.loadedActive, value: types.flag },
      { name: later.loadedClosed, value: types.flag },
      { name: later.loadedAt, value: types.moment },
      { name: later.quarantinedHash, value: types.hash },
      { name: later.quarantinedActive, value: types.flag },
      { name: later.quarantinedAt, value: types.moment },
      { name: later.quarantine, value: types.text },
    ]);
    if (changed) await this.makePending(db, rows);
  }

  private async makeLanding(
    db: QueryExecutorProvider,
    table: string,
    columns: readonly string[],
  ): Promise<void> {
    const { types } = this.dialect;
    const { delivery, number, defect, others } = landingColumns;
    await this.makeTable(
      db,
      table,
      columns.filter((column) => column !== others),
      [
        { name: delivery, value: sql`${types.integer} not null references deliveries` },
        { name: number, value: sql`${types.integer} not null` },
        { name: defect, value: types.text },
        { name: others, value: types.text },
      ],
      sql`, primary key (${sql.id(delivery)}, ${sql.id(number)})`,
    );
  }

  /** Whether anything of it is new. */
  private async makeTable(
    db: QueryExecutorProvider,
    table: string,
    columns: readonly string[],
    own: readonly Column[],
    constraints = sql``,
  ): Promise<boolean> {
    const there = await this.columnsOf(db, table);
    const { text } = this.dialect.types;
    const all = [...own, ...columns.map((name) => ({ name, value: text }))];
    if (there.length === 0) {
      await sql`create table ${sql.id(table)} (${declarations(all)}${constraints})`.execute(db);
      return true;
    }
    const missing = all.filter(({ name }) => !there.includes(name));
    for (const { name, value } of missing)
      await sql`alter table ${sql.id(table)} add ${sql.id(name)} ${value}`.execute(db);
    return missing.length > 0;
  }

  private async makePending(db: QueryExecutorProvider, rows: RowsOf): Promise<void> {
    const table = acceptedTable(rows);
    const view = sql.id(pendingView(rows));
    const columns = (await this.columnsOf(db, table)).map((name) => ({ name, value: sql.id(name) }));
    await sql`drop view if exists ${view}`.execute(db);
    await sql`create view ${view} as select ${columnsOf(columns)} from ${sql.id(table)} where ${isPending(this.dialect)}`.execute(
      db,
    );
  }

  async columnsOf(db: QueryExecutorProvider, table: string): Promise<string[]> {
    const { rows } = await (
      this.dialect.columnsOfTable(table) as ReturnType<typeof sql<{ name: string }>>
    ).execute(db);
    return rows.map(nameOf);
  }
}

const nameOf = ({ name }: { readonly name: string }): string => name;

const declarations = (columns: readonly Column[]) =>
  sql.join(columns.map(({ name, value }) => sql`${sql.id(name)} ${value}`));
