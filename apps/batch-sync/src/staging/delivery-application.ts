import { sql, type Transaction } from 'kysely';
import type { Integration } from '../catalogue/integration.js';
import { countActive } from './delta/count-active.js';
import { Delta } from './delta/delta.js';
import { Derivation } from './delta/derived-entity.js';
import { guardGone, guardRows } from './delta/guards.js';
import { type Changes, type DeliveryReport, noChanges, type Refusal } from './delivery-report.js';
import type { StagingDialect } from './dialect/staging-dialect.js';
import { Phases } from './phases.js';
import { StagingError } from './staging.errors.js';
import type { StagingSchema } from './staging.schema.js';
import type { IntegrationTables } from './tables/integration-tables.js';
import { landingColumns } from './tables/reserved-columns.js';
import { stagedColumns } from './tables/staged-column.js';
import { acceptedTable, landingTable } from './tables/table-names.js';
import { keepRejects, stagedTable, stageRows, type Verdicts } from './transform/stage-rows.js';

/** What the delta leads to. */
type Effect = Changes & Pick<DeliveryReport, 'deferred' | 'held' | 'outcome' | 'entities'>;

/** One delivery on its way into what is accepted, in a transaction of its caller's. */
export class DeliveryApplication {
  private readonly phases = new Phases();

  constructor(
    private readonly db: Transaction<StagingSchema>,
    private readonly dialect: StagingDialect,
    private readonly tables: IntegrationTables,
    private readonly integration: Integration,
    private readonly delivery: string,
  ) {}

  async run({ goneApproved }: { goneApproved: boolean }): Promise<DeliveryReport> {
    const { db, dialect, integration, delivery, phases } = this;
    for (const setting of dialect.forManyRows) await setting.execute(db);
    await dialect.lock(`batch_sync ${integration.name}`).execute(db);
    const announced = await this.takeUp();
    const verdicts = await phases.time('transform', () => stageRows(db, dialect, integration, delivery));
    const effect = await this.takeEffect(verdicts, announced, goneApproved);
    const { read, accepted, rejected } = verdicts;
    await phases.time('settle', () => keepRejects(db, dialect, integration, delivery));
    const report = { delivery, read, rejected, accepted, ...effect, tookMs: phases.tookMs };
    await phases.time('settle', () => this.settle(report));
    return report;
  }

  /** How many rows its writer announced. */
  private async takeUp(): Promise<number> {
    const { db, delivery, integration } = this;
    const found = await db
      .selectFrom('deliveries')
      .select('landed_rows')
      .where('id', '=', delivery)
      .where('integration', '=', integration.name)
      .where('state', '=', 'complete')
      .executeTakeFirst();
    if (!found)
      throw new StagingError(
        'delivery-not-complete',
        `There is no delivery ${delivery} of ${integration.name} that is complete and was not applied.`,
      );
    return Number(found.landed_rows);
  }

  private async takeEffect(verdicts: Verdicts, announced: number, goneApproved: boolean): Promise<Effect> {
    const { db, dialect, integration, phases } = this;
    const { read, accepted } = verdicts;
    const refusedRows = guardRows(integration, { read, announced, rejected: read - accepted });
    if (refusedRows) return this.refuse(refusedRows);

    const delta = await phases.time('compare', () =>
      Delta.find(db, dialect, {
        now: stagedTable,
        accepted: acceptedTable(integration.name),
        columns: stagedColumns(integration).map(({ name }) => name),
        everything: integration.delivers === 'everything' && integration.gone === 'deactivated',
      }),
    );
    const { activeBefore, ...changes } = await phases.time('compare', () => delta.count());
    const held = await phases.time('compare', () => delta.countHeld());
    const deferred = verdicts.keysUnknown ? changes.deactivated : 0;
    const deactivated = changes.deactivated - deferred;
    const refusedGone = goneApproved ? undefined : guardGone(integration, { deactivated, activeBefore });
    if (refusedGone) return this.refuse(refusedGone);

    await phases.time('accept', () => delta.accept());
    if (deactivated > 0) await phases.time('accept', () => delta.deactivate());
    if (changes.inserted > activeBefore / 10)
      await phases.time('accept', () => dialect.analyze(acceptedTable(integration.name)).execute(db));
    return {
      ...changes,
      deactivated,
      activeAfter: changes.activeAfter + deferred,
      deferred,
      held,
      outcome: { kind: 'applied' },
      entities: await phases.time('derive', () => this.derive()),
    };
  }

  private async derive(): Promise<Record<string, Changes>> {
    const derivation = new Derivation(this.db, this.dialect, this.tables, this.integration);
    const changes: Record<string, Changes> = {};
    for (const [name, entity] of Object.entries(this.integration.entities))
      changes[name] = await derivation.bringUpToDate(name, entity);
    return changes;
  }

  private async refuse(refusal: Refusal): Promise<Effect> {
    const activeAfter = await countActive(this.db, this.dialect, this.integration.name);
    return { ...noChanges, activeAfter, outcome: { kind: 'refused', ...refusal }, entities: {} };
  }

  /** The landed rows have done their work. */
  private async settle(report: DeliveryReport): Promise<void> {
    const { db, delivery, integration } = this;
    await sql`
      delete from ${sql.id(landingTable(integration.name))}
      where ${sql.id(landingColumns.delivery)} = ${delivery}`.execute(db);
    await db
      .updateTable('deliveries')
      .set({ state: report.outcome.kind, settled_at: new Date(), report: JSON.stringify(report) })
      .where('id', '=', delivery)
      .execute();
  }
}
