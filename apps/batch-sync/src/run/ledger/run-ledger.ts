import { type RawBuilder, sql } from 'kysely';
import type { Integration } from '../../catalogue/integration.js';
import type { StagingDialect } from '../../staging/dialect/staging-dialect.js';
import { RunError } from '../run.error.js';
import type { Run, RunFailure, RunOptions, RunState } from '../run.js';
import type { LedgerGround } from './ledger-ground.js';
import { runOf } from './run-row.js';
import type { RunDatabase } from './run.schema.js';
import { stagesOf } from './stages-of.js';

/** Which runs are asked for. */
export interface RunQuery {
  readonly integration?: string | undefined;
  readonly state?: RunState | undefined;
  /** Default: whether it has ended or not. */
  readonly ended?: boolean | undefined;
  /** Only those of which no delivery was refused. Default: all. */
  readonly refusedNothing?: boolean | undefined;
  readonly limit?: number | undefined;
}

/**
 * The states of runs. *running*: since it was started or resumed. *paused*: by an operator. All others are its end, and it has one of them
 * for ever: whoever comes second with another changes nothing.
 */
export class RunLedger {
  private readonly now: RawBuilder<Date>;

  constructor(private readonly ground: LedgerGround) {
    this.now = ground.dialect.now as RawBuilder<Date>;
  }

  /**
   * Also over those that were refused before they could land and that no run has told of yet: there is nothing to do with them but to tell.
   *
   * @throws RunError `run-unfinished`, `delivery-not-complete`
   */
  async begin(integration: Integration, deliveries: readonly string[], options: RunOptions): Promise<Run> {
    const { dialect, db } = this.ground;
    const { until, ...others } = options;
    const { name } = integration;
    return db.transaction().execute(async (transaction) => {
      await refuseMeanwhile(transaction, dialect, name);
      await refuseSecond(transaction, name);
      await refuseIncomplete(transaction, name, deliveries);
      const all = [...deliveries, ...(await untoldRefusals(transaction, name))].sort(byNumber);
      const stages = stagesOf(integration, all, { reconcile: options.reconcile ?? true });
      const made = await transaction
        .insertInto('runs')
        .values({ integration: name, options: JSON.stringify(others), until: until ?? null })
        .returningAll()
        .executeTakeFirstOrThrow();
      await transaction
        .insertInto('stages')
        .values(stages.map((stage, index) => ({ run: made.id, number: index + 1, ...stage })))
        .execute();
      return runOf(made);
    });
  }

  /** @throws RunError `no-such-run` */
  async find(run: string): Promise<Run> {
    const query = this.ground.db.selectFrom('runs').selectAll().where('id', '=', run);
    const found = isNumber(run) ? await query.executeTakeFirst() : undefined;
    if (!found) throw new RunError('no-such-run', `There is no run ${run}.`);
    return runOf(found);
  }

  /** The last first. */
  async list({ integration, state, ended, refusedNothing, limit = 100 }: RunQuery): Promise<Run[]> {
    let query = this.ground.db.selectFrom('runs').selectAll().orderBy('id', 'desc').limit(limit);
    if (integration !== undefined) query = query.where('integration', '=', integration);
    if (state !== undefined) query = query.where('state', '=', state);
    if (ended !== undefined) query = query.where('ended_at', ended ? 'is not' : 'is', null);
    if (refusedNothing) query = query.where(hasRefusedNothing);
    return (await query.execute()).map(runOf);
  }

  /** @throws RunError `no-such-run`, `run-ended` */
  async pause(run: string): Promise<Run> {
    return this.direct(run, { state: 'paused' });
  }

  /**
   * @param until undefined leaves what was said when it began
   * @throws RunError `no-such-run`, `run-ended`
   */
  async resume(run: string, until?: Date | null): Promise<Run> {
    return this.direct(run, { state: 'running', ...(until !== undefined && { until }) });
  }

  /** @throws RunError `no-such-run`, `run-ended` */
  async cancel(run: string): Promise<Run> {
    return this.direct(run, { state: 'cancelled', ended_at: this.now });
  }

  /** All is done, or its time is over. A run that is paused, or has ended otherwise, stays so. */
  async end(run: string, state: 'done' | 'incomplete'): Promise<void> {
    await this.update(run, { state, ended_at: this.now }, ['running']);
  }

  /** A call was wrong, or the catalogue is. */
  async fail(run: string, failure: RunFailure): Promise<void> {
    const failed = { state: 'failed' as const, ended_at: this.now, failure: JSON.stringify(failure) };
    await this.update(run, failed, ['running', 'paused']);
  }

  /** What an operator says. */
  private async direct(run: string, change: RunChange): Promise<Run> {
    const { ended, state } = await this.find(run);
    const changed = ended ? 0 : await this.update(run, change, ['running', 'paused']);
    if (changed === 0) throw new RunError('run-ended', `Run ${run} has ended${ended ? ` (${state})` : ''}.`);
    return this.find(run);
  }

  private async update(run: string, change: RunChange, from: readonly RunState[]): Promise<number> {
    const { numUpdatedRows } = await this.ground.db
      .updateTable('runs')
      .set(change)
      .where('id', '=', run)
      .where('state', 'in', from)
      .executeTakeFirst();
    return Number(numUpdatedRows);
  }
}

interface RunChange {
  state: RunState;
  until?: Date | null;
  ended_at?: RawBuilder<Date>;
  failure?: string;
}

const hasRefusedNothing = sql<boolean>`not exists (
  select 1 from stages join deliveries on deliveries.id = stages.delivery
  where stages.run = runs.id and deliveries.state = 'refused')`;

const isNumber = (run: string) => /^\d{1,18}$/.test(run);

/** Held while a run of the integration begins, and by whoever wants none to begin. */
export const beginningLock = (integration: string): string => `batch_sync runs of ${integration}`;

async function refuseMeanwhile(db: RunDatabase, dialect: StagingDialect, integration: string): Promise<void> {
  const { rows } = await dialect.lockIfFree(beginningLock(integration)).execute(db);
  const [lock] = rows as [{ free: boolean }];
  if (!lock.free)
    throw new RunError(
      'run-unfinished',
      `A run of ${integration} begins just now, or its rows are matched with those of Dataverse: let that end.`,
    );
}

async function refuseSecond(db: RunDatabase, integration: string): Promise<void> {
  const other = await db
    .selectFrom('runs')
    .select(['id', 'state'])
    .where('integration', '=', integration)
    .where('ended_at', 'is', null)
    .executeTakeFirst();
  if (other)
    throw new RunError(
      'run-unfinished',
      `Run ${other.id} of ${integration} is ${other.state}: let it end, or cancel it.`,
    );
}

async function refuseIncomplete(
  db: RunDatabase,
  integration: string,
  deliveries: readonly string[],
): Promise<void> {
  for (const delivery of deliveries) {
    const found = await db
      .selectFrom('deliveries')
      .select('state')
      .where('id', '=', isNumber(delivery) ? delivery : null)
      .where('integration', '=', integration)
      .executeTakeFirst();
    if (found?.state !== 'complete')
      throw new RunError(
        'delivery-not-complete',
        found
          ? `Delivery ${delivery} of ${integration} is ${found.state}, and not complete and waiting.`
          : `There is no delivery ${delivery} of ${integration}.`,
      );
  }
}

/** Deliveries that are refused and no stage of any run. */
async function untoldRefusals(db: RunDatabase, integration: string): Promise<string[]> {
  const found = await db
    .selectFrom('deliveries')
    .select('id')
    .where('integration', '=', integration)
    .where('state', '=', 'refused')
    .where('id', 'not in', db.selectFrom('stages').select('delivery').where('delivery', 'is not', null))
    .execute();
  return found.map(({ id }) => id);
}

/** In the order in which they came. */
const byNumber = (one: string, other: string): number => Number(one) - Number(other);
