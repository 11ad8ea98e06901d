import type { Kysely } from 'kysely';
import type { RejectedRow } from '../extract/drop/reject-file.js';
import { countActive } from './delta/count-active.js';
import { type DeliveryReport, noChanges, type Refusal } from './delivery-report.js';
import type { StagingDialect } from './dialect/staging-dialect.js';
import { keepableText } from './landing/copy-text.js';
import type { StagingSchema } from './staging.schema.js';

/** So many rejected rows are fetched at once. */
const PAGE = 1_000;

/** A delivery as it stands. */
export type Delivery = { readonly id: string } & (
  | { readonly state: 'landing' | 'complete' }
  | { readonly state: 'applied' | 'refused'; readonly report: DeliveryReport }
);

/** What was delivered, whoever landed it, and what became of it. */
export class Deliveries {
  constructor(
    private readonly db: Kysely<StagingSchema>,
    private readonly dialect: StagingDialect,
  ) {}

  /** The last one of that name. */
  async named(integration: string, name: string): Promise<Delivery | undefined> {
    const found = await this.db
      .selectFrom('deliveries')
      .select(['id', 'state', 'report'])
      .where('integration', '=', integration)
      .where('name', '=', name)
      .orderBy('id', 'desc')
      .limit(1)
      .executeTakeFirst();
    return found && (found as Delivery);
  }

  /** How many are complete and wait for a run, by integration: also of names that no catalogue has. */
  async waiting(): Promise<ReadonlyMap<string, number>> {
    const counts = await this.db
      .selectFrom('deliveries')
      .select(['integration', this.db.fn.countAll<string>().as('waiting')])
      .where('state', '=', 'complete')
      .groupBy('integration')
      .orderBy('integration')
      .execute();
    return new Map(counts.map(({ integration, waiting }) => [integration, Number(waiting)]));
  }

  /** Keeps that a delivery came of which nothing could land, and why. */
  async refuse(integration: string, name: string, { code, says }: Refusal): Promise<void> {
    await this.db.transaction().execute(async (transaction) => {
      const { id } = await transaction
        .insertInto('deliveries')
        .values({ integration, name })
        .returning('id')
        .executeTakeFirstOrThrow();
      const activeAfter = await countActive(transaction, this.dialect, integration);
      const report: DeliveryReport = {
        ...{ delivery: id, read: 0, rejected: {}, accepted: 0, ...noChanges, activeAfter },
        outcome: { kind: 'refused', code, says: keepableText(says) },
        ...{ entities: {}, tookMs: {} },
      };
      await transaction
        .updateTable('deliveries')
        .set({ state: 'refused', settled_at: new Date(), report: JSON.stringify(report) })
        .where('id', '=', id)
        .execute();
    });
  }

  /** Its rejected rows, in their order. */
  async *rejected(delivery: string): AsyncGenerator<RejectedRow> {
    let last = '0';
    for (;;) {
      const rows = await this.db
        .selectFrom('rejects')
        .selectAll()
        .where('delivery', '=', delivery)
        .where('row_number', '>', last)
        .orderBy('row_number')
        .limit(PAGE)
        .execute();
      for (const { row_number, reason, says, key, values } of rows)
        yield { number: Number(row_number), reason, says, ...(key !== null && { key }), values };
      last = rows.at(-1)?.row_number ?? last;
      if (rows.length < PAGE) return;
    }
  }
}
