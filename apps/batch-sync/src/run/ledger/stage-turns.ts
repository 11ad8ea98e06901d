import type { RawBuilder } from 'kysely';
import { waypoint } from '#lib/telemetry';
import type { Integration } from '../../catalogue/integration.js';
import { type LedgerGround, stepTableOf } from './ledger-ground.js';
import { planStage } from './plan-stage.js';
import type { RunDatabase, StageRow } from './run.schema.js';

/** Of a run that ended before that nobody has anything in hand: it spares looking through all that there ever were. */
const LONG_AGO_MS = 60 * 60 * 1_000;

/**
 * Whose turn it is. A stage begins when the one before is over, and whoever comes first then divides it into chunks; it is over when all
 * of its chunks are done. One process at a time looks, so that no stage is divided twice. Nothing is sent to Dataverse while somebody has
 * rows of an earlier run of the integration on their way: they might get there last, and nobody would know.
 */
export class StageTurns {
  private readonly now: RawBuilder<Date>;

  constructor(
    private readonly ground: LedgerGround,
    private readonly chunkRows: number,
  ) {
    this.now = ground.dialect.now as RawBuilder<Date>;
  }

  /**
   * The stage of the run that is under way, or `later` when the next may not begin yet; undefined when all are over.
   *
   * @throws RunError `catalogue-changed`
   */
  async next(run: string, integration: Integration): Promise<StageRow | 'later' | undefined> {
    const { db, dialect } = this.ground;
    return db.transaction().execute(async (transaction) => {
      await dialect.lock(`batch_sync stages of run ${run}`).execute(transaction);
      for (;;) {
        const stage = await firstUnended(transaction, run);
        if (!stage) return undefined;
        if (!stage.began_at) {
          if (await this.hasEarlierRows(transaction, integration, stage)) return 'later';
          await this.begin(transaction, integration, stage);
        }
        if (await isUnderWay(transaction, stage)) return stage;
        await this.set(transaction, stage, { ended_at: this.now });
        waypoint('stage.over');
      }
    });
  }

  private async begin(db: RunDatabase, integration: Integration, stage: StageRow): Promise<void> {
    const step = await stepTableOf({ ...this.ground, db }, integration, stage.step);
    await planStage(db, this.ground.dialect, { stage, step, chunkRows: this.chunkRows });
    waypoint('stage.planned');
    await this.set(db, stage, { began_at: this.now });
  }

  private async hasEarlierRows(
    db: RunDatabase,
    { name }: Integration,
    { run, action }: StageRow,
  ): Promise<boolean> {
    if (action === 'apply') return false;
    const { dialect } = this.ground;
    const found = await db
      .selectFrom('chunks')
      .innerJoin('runs', 'runs.id', 'chunks.run')
      .select('chunks.number')
      .where('runs.integration', '=', name)
      .where('runs.id', '<>', run)
      .where('runs.ended_at', '>', dialect.fromNow(-LONG_AGO_MS) as RawBuilder<Date>)
      .where('chunks.state', '=', 'taken')
      .where('chunks.taken_until', '>', this.now)
      .limit(1)
      .executeTakeFirst();
    return found !== undefined;
  }

  private async set(
    db: RunDatabase,
    { run, number }: StageRow,
    change: { began_at: RawBuilder<Date> } | { ended_at: RawBuilder<Date> },
  ): Promise<void> {
    await db.updateTable('stages').set(change).where('run', '=', run).where('number', '=', number).execute();
  }
}

const firstUnended = (db: RunDatabase, run: string): Promise<StageRow | undefined> =>
  db
    .selectFrom('stages')
    .selectAll()
    .where('run', '=', run)
    .where('ended_at', 'is', null)
    .orderBy('number')
    .limit(1)
    .executeTakeFirst();

async function isUnderWay(db: RunDatabase, { run, number }: StageRow): Promise<boolean> {
  const found = await db
    .selectFrom('chunks')
    .select('number')
    .where('run', '=', run)
    .where('stage', '=', number)
    .where('state', '<>', 'done')
    .limit(1)
    .executeTakeFirst();
  return found !== undefined;
}
