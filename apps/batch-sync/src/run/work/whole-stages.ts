import type { Clock } from '#lib/resilience';
import { waypoint } from '#lib/telemetry';
import type { Integration } from '../../catalogue/integration.js';
import { StagingError } from '../../staging/staging.errors.js';
import type { Staging } from '../../staging/staging.js';
import type { ChunkLedger, Leaving } from '../ledger/chunk-ledger.js';
import type { TakenChunk } from '../ledger/chunk.js';
import { type LedgerGround, stepTableOf } from '../ledger/ledger-ground.js';
import type { RunLedger } from '../ledger/run-ledger.js';
import type { StageRow } from '../ledger/run.schema.js';
import { reconcile } from '../reconcile/reconcile.js';
import { UnreadableError } from '../reconcile/unreadable.error.js';
import type { Reconciliation } from '../reconciliation.js';
import type { WayToDataverse } from '../way-to-dataverse.js';
import { again } from './again.js';
import { every } from './every.js';
import { failureOf } from './failure-of.js';
import type { Stop } from './stop.js';
import { renewEveryMs, type WorkSettings } from './work-settings.js';

/** A stage that is one chunk. */
export type WholeStage = StageRow & { readonly action: 'apply' | 'reconcile' };

/** What such stages need. */
export interface WholeStageParts {
  readonly ground: LedgerGround;
  readonly staging: Staging;
  readonly runs: RunLedger;
  readonly chunks: ChunkLedger;
  readonly stop: Stop;
  readonly settings: WorkSettings;
  readonly clock: Clock;
}

/** What a stage has come to, and how its chunk is left. */
interface Outcome {
  readonly tally: object;
  readonly leaving: Leaving;
}

const done: Leaving = { kind: 'done' };

/** The stages that one worker does alone: the others wait for it, and one of them takes over when it dies. */
export class WholeStages {
  constructor(private readonly parts: WholeStageParts) {}

  /** Whether it was for this worker to do. */
  async work(
    stage: WholeStage,
    worker: string,
    integration: Integration,
    way: WayToDataverse,
  ): Promise<boolean> {
    const { ground, chunks, settings, clock } = this.parts;
    const chunk = await chunks.take(stage, worker);
    if (!chunk) return false;
    const stopRenewing = every(clock, renewEveryMs(settings), () => chunks.renew([chunk]));
    try {
      const { tally, leaving } = await this.outcomeOf(stage, chunk, integration, way);
      const rows = leaving.kind === 'done' ? chunk.rows : 0;
      await chunks.settle(ground.db, chunk, { rows, refused: 0, tally }, leaving);
    } finally {
      stopRenewing();
    }
    return true;
  }

  private async outcomeOf(
    stage: WholeStage,
    chunk: TakenChunk,
    integration: Integration,
    way: WayToDataverse,
  ): Promise<Outcome> {
    if (stage.action === 'apply') return this.apply(stage, integration);
    const { db, dialect } = this.parts.ground;
    const step = await stepTableOf(this.parts.ground, integration, stage.step);
    try {
      const tally = await reconcile({ db, dialect, step, way, signal: this.parts.stop.over });
      waypoint('reconcile.compared');
      return { tally, leaving: done };
    } catch (error) {
      if (!(error instanceof UnreadableError)) throw error;
      return this.notCompared(step.name, chunk, error);
    }
  }

  /** What is written waits for Dataverse without end, what is only read does not. */
  private notCompared(step: string, chunk: TakenChunk, { cause, isPassing }: UnreadableError): Outcome {
    const { settings, stop } = this.parts;
    const tally: Reconciliation = { step, outcome: 'not-compared', failure: failureOf(cause) };
    if (stop.over.aborted) return { tally, leaving: { kind: 'again', afterMs: 0 } };
    const mayWait = isPassing && chunk.attempts < settings.readingsAtMost;
    return { tally, leaving: mayWait ? again(chunk, cause, settings) : done };
  }

  /** Somebody else may have applied it, and died before saying so, or be about to. */
  private async apply({ run, delivery }: WholeStage, integration: Integration): Promise<Outcome> {
    const { staging, runs } = this.parts;
    const { goneApproved } = (await runs.find(run)).options;
    try {
      await staging.apply(integration, delivery ?? '', { goneApproved });
      waypoint('apply.committed');
    } catch (error) {
      if (!(error instanceof StagingError) || !(await this.isSettled(delivery))) throw error;
    }
    return { tally: {}, leaving: done };
  }

  private async isSettled(delivery: string | null): Promise<boolean> {
    const found = await this.parts.ground.db
      .selectFrom('deliveries')
      .select('settled_at')
      .where('id', '=', delivery)
      .executeTakeFirst();
    return found?.settled_at != null;
  }
}
