import { type QueryExecutorProvider, sql } from 'kysely';
import { waypoint } from '#lib/telemetry';
import type { LoadStep } from '../../catalogue/order/load-order.js';
import type { StagingDialect } from '../../staging/dialect/staging-dialect.js';
import { firstKeys } from '../../staging/first-keys.js';
import { WorkRows } from '../../staging/tables/work-rows.js';
import type { RunDatabase } from '../ledger/run.schema.js';
import type { Reconciliation } from '../reconciliation.js';
import type { WayToDataverse } from '../way-to-dataverse.js';
import { knownRows } from './known-rows.js';
import { UnreadableError } from './unreadable.error.js';

/** What Dataverse holds, and what it should. */
const heldTable = 'held rows';
const knownTable = 'known rows';
const columns = ['cw_key', 'key', 'hash', 'active'] as const;

/** What is compared, and where. */
export interface ReconcileParts {
  readonly db: RunDatabase;
  readonly dialect: StagingDialect;
  readonly step: LoadStep;
  readonly way: WayToDataverse;
  /** Its abort makes Dataverse unreadable. */
  readonly signal: AbortSignal;
}

/**
 * Compares all that Dataverse holds of a step with what was written there last, in work tables of one transaction.
 *
 * @throws UnreadableError for whatever reading Dataverse ended with
 */
export async function reconcile({ db, dialect, step, way, signal }: ReconcileParts): Promise<Reconciliation> {
  return db.transaction().execute(async (transaction) => {
    const held = await WorkRows.make(transaction, dialect, heldTable, columns);
    for await (const { cwKey, hash, isActive } of readable(way.heldRows(step, { signal })))
      await held.add({ cw_key: cwKey, hash, active: String(isActive) });
    waypoint('reconcile.rows-read');
    const known = await WorkRows.make(transaction, dialect, knownTable, columns);
    const { cwKeyOf, arePersonal } = way.keys(step);
    for await (const { key, ...row } of knownRows(transaction, dialect, step.name)) {
      const cwKey = cwKeyOf(key);
      await known.add({ cw_key: cwKey, key: arePersonal ? cwKey : key, ...row });
    }
    for (const table of [held, known]) await table.end();
    return { step: step.name, outcome: 'compared', held: held.rows, ...(await differences(transaction)) };
  });
}

/** What goes wrong where they are read, and not with what is done with them. */
async function* readable<Row>(rows: AsyncIterable<Row>): AsyncGenerator<Row> {
  const each = rows[Symbol.asyncIterator]();
  for (;;) {
    const next = await each.next().catch((error: unknown) => {
      throw new UnreadableError(error);
    });
    if (next.done) return;
    yield next.value;
  }
}

async function differences(db: QueryExecutorProvider) {
  const [held, known] = [sql.id(heldTable), sql.id(knownTable)];
  const both = sql`${known} as "known" join ${held} as "held" on "held".cw_key = "known".cw_key`;
  const key = sql`"known"."key"`;
  return {
    missing: await firstKeys(
      db,
      sql`select ${key} from ${known} as "known" where not exists (select 1 from ${held} as "held" where "held".cw_key = "known".cw_key)`,
    ),
    differing: await firstKeys(
      db,
      sql`select ${key} from ${both} where "held".hash is null or "held".hash <> "known".hash`,
    ),
    wrongState: await firstKeys(db, sql`select ${key} from ${both} where "held".active <> "known".active`),
    extra: await firstKeys(
      db,
      sql`select "held".cw_key as "key" from ${held} as "held" where not exists (select 1 from ${known} as "known" where "held".cw_key = "known".cw_key)`,
    ),
  };
}
