import type { Clock } from '#lib/resilience';
import { waypoint } from '#lib/telemetry';
import type { Integration } from '../../catalogue/integration.js';
import type { LoadAction } from '../../load/step-writer.js';
import type { ChunkLedger } from '../ledger/chunk-ledger.js';
import { type LedgerGround, stepTableOf } from '../ledger/ledger-ground.js';
import type { RunLedger } from '../ledger/run-ledger.js';
import type { StageRow } from '../ledger/run.schema.js';
import type { StageTurns } from '../ledger/stage-turns.js';
import type { WayToDataverse } from '../way-to-dataverse.js';
import { failureOf, isPassing } from './failure-of.js';
import { RowStream } from './row-stream.js';
import type { Stop } from './stop.js';
import type { WholeStages } from './whole-stages.js';
import type { WorkSettings } from './work-settings.js';

/** What a worker works with. */
export interface WorkerParts {
  readonly ground: LedgerGround;
  readonly runs: RunLedger;
  readonly turns: StageTurns;
  readonly chunks: ChunkLedger;
  readonly whole: WholeStages;
  readonly way: WayToDataverse;
  readonly stop: Stop;
  readonly settings: WorkSettings;
  readonly clock: Clock;
}

/** Works at a run stage by stage, beside others that do the same, here and in other processes. */
export class Worker {
  constructor(
    private readonly parts: WorkerParts,
    private readonly name: string,
    private readonly run: string,
    private readonly integration: Integration,
  ) {}

  /**
   * Until the run has ended, is paused, or it is to stop. What is wrong with a call or with the catalogue ends the run.
   *
   * @throws when the staging database is away
   */
  async work(): Promise<void> {
    const { runs, turns, stop } = this.parts;
    try {
      while (await this.goesOn()) {
        const stage = await turns.next(this.run, this.integration);
        if (!stage) return await this.end();
        if (stage === 'later' || !(await this.workAt(stage))) await this.rest();
      }
    } catch (error) {
      stop.stop();
      if (isPassing(error)) throw error;
      await runs.fail(this.run, failureOf(error));
    }
  }

  private async end(): Promise<void> {
    waypoint('run.before-end');
    await this.parts.runs.end(this.run, 'done');
    waypoint('run.ended');
  }

  /** Ends the run when its time is over. */
  private async goesOn(): Promise<boolean> {
    const { runs, stop, clock } = this.parts;
    const { state, options } = await runs.find(this.run);
    if (state !== 'running') return false;
    if (options.until && clock.now() >= options.until.getTime()) {
      await runs.end(this.run, 'incomplete');
      return false;
    }
    return !stop.stopping.aborted;
  }

  /** Whether there was anything to do. */
  private async workAt(stage: StageRow): Promise<boolean> {
    const { ground, way, whole } = this.parts;
    const { action } = stage;
    if (action === 'apply' || action === 'reconcile')
      return whole.work({ ...stage, action }, this.name, this.integration, way);
    const step = await stepTableOf(ground, this.integration, stage.step);
    return this.stream({ ...stage, action }, step).run();
  }

  private stream(stage: StageRow & { action: LoadAction }, step: Awaited<ReturnType<typeof stepTableOf>>) {
    const { ground, chunks, way, stop, settings, clock } = this.parts;
    const writer = way.writer(step);
    return new RowStream({ ground, chunks, stage, step, writer, worker: this.name, stop, settings, clock });
  }

  /** Others are at what is left or before it, or it is too early for it. */
  private async rest(): Promise<void> {
    const { settings, stop, clock } = this.parts;
    await clock.sleep(settings.idleMs, stop.stopping).catch(() => undefined);
  }
}
