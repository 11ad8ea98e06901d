import type { Clock } from '#lib/resilience';
import { waypoint } from '#lib/telemetry';
import type { Integration } from '../../catalogue/integration.js';
import { StagingError } from '../../staging/staging.errors.js';
import type { Staging } from '../../staging/staging.js';
import type { ChunkLedger } from '../ledger/chunk-ledger.js';
import { type LedgerGround, stepTableOf } from '../ledger/ledger-ground.js';
import type { RunLedger } from '../ledger/run-ledger.js';
import type { StageRow } from '../ledger/run.schema.js';
import { reconcile } from '../reconcile/reconcile.js';
import type { WayToDataverse } from '../way-to-dataverse.js';
import { every } from './every.js';

/** A stage that is one chunk. */
export type WholeStage = StageRow & { readonly action: 'apply' | 'reconcile' };

/** What such stages need. */
export interface WholeStageParts {
  readonly ground: LedgerGround;
  readonly staging: Staging;
  readonly runs: RunLedger;
  readonly chunks: ChunkLedger;
  readonly settings: { readonly leaseMs: number };
  readonly clock: Clock;
}

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
    const stopRenewing = every(clock, settings.leaseMs / 3, () => chunks.renew([chunk]));
    try {
      const tally = await this.resultOf(stage, integration, way);
      await chunks.settle(ground.db, chunk, { rows: chunk.rows, refused: 0, tally }, { kind: 'done' });
    } finally {
      stopRenewing();
    }
    return true;
  }

  private async resultOf(stage: WholeStage, integration: Integration, way: WayToDataverse): Promise<object> {
    const { ground } = this.parts;
    if (stage.action === 'apply') return this.apply(stage, integration);
    const step = await stepTableOf(ground, integration, stage.step);
    const compared = await reconcile(ground.db, ground.dialect, step, way);
    waypoint('reconcile.compared');
    return compared;
  }

  /** Somebody else may have applied it, and died before saying so, or be about to. */
  private async apply({ run, delivery }: WholeStage, integration: Integration): Promise<object> {
    const { staging, runs } = this.parts;
    const { goneApproved } = (await runs.find(run)).options;
    try {
      await staging.apply(integration, delivery ?? '', { goneApproved });
      waypoint('apply.committed');
    } catch (error) {
      if (!(error instanceof StagingError) || !(await this.isSettled(delivery))) throw error;
    }
    return {};
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
