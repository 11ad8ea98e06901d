import { Kysely, PostgresDialect, type RawBuilder, sql, type Transaction } from 'kysely';
import type { Pool } from 'pg';
import { migrate, openPool, underLock } from '#lib/database';
import { waypoint } from '#lib/telemetry';
import type { Integration } from '../catalogue/integration.js';
import type { SourceRow } from '../extract/source-row.js';
import { Deliveries } from './deliveries.js';
import { DeliveryApplication } from './delivery-application.js';
import type { DeliveryReport } from './delivery-report.js';
import { postgresDialect } from './dialect/postgres/postgres-dialect.js';
import type { StagingDialect } from './dialect/staging-dialect.js';
import { landRows } from './landing/land-rows.js';
import { migrations } from './migrations.js';
import type { StagingSchema } from './staging.schema.js';
import { IntegrationTables } from './tables/integration-tables.js';
import { landingColumns } from './tables/reserved-columns.js';
import { landingTable } from './tables/table-names.js';

const schema = 'batch_sync';

/** How a delivery is landed. */
export interface Landing {
  /** Only `rehearse` takes it: to everybody else it is still landing, until it is discarded. */
  readonly onTrial?: boolean | undefined;
  /** When it aborts, nothing has landed. */
  readonly signal?: AbortSignal | undefined;
}

/** How a delivery is applied. */
export interface Application {
  /** Somebody has seen how many rows are gone, and wants them deactivated. */
  readonly goneApproved?: boolean | undefined;
}

/**
 * The way of a delivery into what is accepted. *Landing*: its rows arrive as they are, from a file by `land` or from another tool, and leave
 * no trace until they are complete. *Complete*: `apply` takes it, in one transaction, on its own among those of its integration. *Applied*:
 * accepted rows are what the delivery says, and whatever of it Dataverse does not hold is pending. *Refused*: it broke a guard, and nothing
 * but its rejects and the report tells of it. A process that dies on the way leaves the state before.
 */
export class Staging {
  /** The schema `batch_sync`, for what is loaded from it. */
  readonly db: Kysely<StagingSchema>;
  readonly tables: IntegrationTables;
  readonly deliveries: Deliveries;

  private constructor(
    private readonly pool: Pool,
    readonly dialect: StagingDialect,
  ) {
    this.db = new Kysely<StagingSchema>({ dialect: new PostgresDialect({ pool }) });
    this.tables = new IntegrationTables(dialect);
    this.deliveries = new Deliveries(this.db, dialect);
  }

  /** Opens the staging database and brings its own tables up to date. Moving many rows takes its time: no statement is limited. */
  static async open(url: string, maxConnections = 10): Promise<Staging> {
    const pool = openPool({ url, maxConnections, schema, applicationName: schema, statementTimeoutMs: 0 });
    const staging = new Staging(pool, postgresDialect);
    try {
      await migrate(staging.db, { schema, migrations });
      return staging;
    } catch (error) {
      await staging.close();
      throw error;
    }
  }

  async close(): Promise<void> {
    await this.db.destroy();
  }

  /** What time it is by the clock that all processes share. */
  async now(): Promise<Date> {
    const now = (this.dialect.now as RawBuilder<Date>).as('now');
    return (await this.db.selectNoFrom(now).executeTakeFirstOrThrow()).now;
  }

  /** Does the work while nobody else, in any process, does work of that name. */
  alone<Result>(name: string, work: () => Promise<Result>): Promise<Result> {
    return this.db.connection().execute((connection) => underLock(connection, name, work));
  }

  /** Takes the rows of a delivery in, and gives its number. When the rows end in an error, nothing has landed. */
  async land(
    integration: Integration,
    name: string,
    rows: AsyncIterable<SourceRow>,
    { onTrial = false, signal }: Landing = {},
  ): Promise<string> {
    await this.prepare(integration);
    const client = await this.pool.connect();
    try {
      await client.query('begin');
      const { rows: made } = await client.query<{ id: string }>(
        'insert into deliveries (integration, name) values ($1, $2) returning id',
        [integration.name, name],
      );
      const delivery = made[0]?.id ?? '';
      const landed = await landRows(client, integration, delivery, rows, signal);
      await client.query('update deliveries set state = $2, landed_rows = $3 where id = $1', [
        delivery,
        onTrial ? 'landing' : 'complete',
        landed,
      ]);
      await client.query(`analyze "${landingTable(integration.name)}"`);
      waypoint('landing.before-commit');
      await client.query('commit');
      waypoint('landing.committed');
      client.release();
      return delivery;
    } catch (error) {
      // A connection that broke within COPY is of no use to anybody; closing it rolls back.
      client.release(true);
      throw error;
    }
  }

  /** Judges a complete delivery and accepts what it says, or refuses it. */
  async apply(
    integration: Integration,
    delivery: string,
    { goneApproved = false }: Application = {},
  ): Promise<DeliveryReport> {
    await this.prepare(integration);
    return this.db.transaction().execute(async (transaction) => {
      const report = await this.applyWithin(transaction, integration, delivery, goneApproved);
      waypoint('apply.before-commit');
      return report;
    });
  }

  /** Applies deliveries one after the other, looks at what that leads to, and takes all of it back: they can be applied afterwards. */
  async rehearse<Seen>(
    integration: Integration,
    deliveries: readonly string[],
    { goneApproved = false }: Application,
    look: (reports: DeliveryReport[], transaction: Transaction<StagingSchema>) => Seen | Promise<Seen>,
  ): Promise<Seen> {
    await this.prepare(integration);
    const transaction = await this.db.startTransaction().execute();
    try {
      if (deliveries.length > 0)
        await transaction
          .updateTable('deliveries')
          .set({ state: 'complete' })
          .where('id', 'in', deliveries)
          .where('state', '=', 'landing')
          .execute();
      const reports: DeliveryReport[] = [];
      for (const delivery of deliveries)
        reports.push(await this.applyWithin(transaction, integration, delivery, goneApproved));
      return await look(reports, transaction);
    } finally {
      await transaction.rollback().execute();
    }
  }

  private applyWithin(
    transaction: Transaction<StagingSchema>,
    integration: Integration,
    delivery: string,
    goneApproved: boolean,
  ): Promise<DeliveryReport> {
    const { dialect, tables } = this;
    return new DeliveryApplication(transaction, dialect, tables, integration, delivery).run({ goneApproved });
  }

  /** Deliveries that are complete and were not applied, in their order. */
  async waiting({ name }: Integration): Promise<string[]> {
    const found = await this.db
      .selectFrom('deliveries')
      .select('id')
      .where('integration', '=', name)
      .where('state', '=', 'complete')
      .orderBy('id')
      .execute();
    return found.map(({ id }) => id);
  }

  /** Forgets a delivery that was not applied, with its rows. */
  async discard({ name }: Integration, delivery: string): Promise<void> {
    await this.db.transaction().execute(async (transaction) => {
      await sql`
        delete from ${sql.id(landingTable(name))} where ${sql.id(landingColumns.delivery)} in (
          select id from deliveries where id = ${delivery} and settled_at is null)`.execute(transaction);
      await transaction
        .deleteFrom('deliveries')
        .where('id', '=', delivery)
        .where('integration', '=', name)
        .where('settled_at', 'is', null)
        .execute();
    });
  }

  /** Makes the tables of an integration: also for another tool that fills its landing table. */
  async prepare(integration: Integration): Promise<void> {
    await this.db.transaction().execute(async (transaction) => {
      await this.dialect.lock('batch_sync tables').execute(transaction);
      await this.tables.make(transaction, integration);
    });
  }
}
