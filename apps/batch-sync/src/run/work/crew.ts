import { randomUUID } from 'node:crypto';
import type { Clock } from '#lib/resilience';
import type { Integration } from '../../catalogue/integration.js';
import type { Staging } from '../../staging/staging.js';
import { ChunkLedger } from '../ledger/chunk-ledger.js';
import type { LedgerGround } from '../ledger/ledger-ground.js';
import type { RunLedger } from '../ledger/run-ledger.js';
import { addSpent, spentSince } from '../ledger/spent-ledger.js';
import { StageTurns } from '../ledger/stage-turns.js';
import { progressOf } from '../report/progress-of.js';
import type { Spent } from '../run-report.js';
import type { Run } from '../run.js';
import type { WorkOptions } from '../sync-runs.js';
import type { WayToDataverse } from '../way-to-dataverse.js';
import { every } from './every.js';
import { Stop } from './stop.js';
import { WholeStages } from './whole-stages.js';
import type { WorkSettings } from './work-settings.js';
import { Worker } from './worker.js';

/** What a crew works with. */
export interface CrewParts {
  readonly ground: LedgerGround;
  readonly staging: Staging;
  readonly runs: RunLedger;
  readonly settings: WorkSettings;
  readonly clock: Clock;
}

/** The workers of one process at one run, and somebody who looks, while they are at it, whether it is still to go on. */
export class Crew {
  private spent: Spent;

  constructor(
    private readonly parts: CrewParts,
    private readonly run: Run,
    private readonly integration: Integration,
    private readonly way: WayToDataverse,
  ) {
    this.spent = way.spent();
  }

  /**
   * Until the run has ended or is paused, or the signal aborts.
   *
   * @throws when the staging database is away; the run is as it was
   */
  async work({ workers = 1, signal, onProgress }: WorkOptions): Promise<void> {
    const { settings, clock } = this.parts;
    const stop = new Stop(clock, settings.graceMs, signal);
    const stopLooking = every(clock, settings.lookMs, () => this.look(stop, onProgress));
    try {
      const all = Array.from({ length: workers }, () => this.worker(stop).work());
      const ends = await Promise.allSettled(all);
      const broken = ends.find((end) => end.status === 'rejected');
      if (broken) throw broken.reason;
      await this.tellSpent();
    } finally {
      stopLooking();
      stop.close();
    }
  }

  private worker(stop: Stop): Worker {
    const { ground, staging, runs, settings, clock } = this.parts;
    const chunks = new ChunkLedger(ground, settings.leaseMs);
    const turns = new StageTurns(ground, settings.chunkRows);
    const whole = new WholeStages({ ground, staging, runs, chunks, stop, settings, clock });
    const parts = { ground, runs, turns, chunks, whole, way: this.way, stop, settings, clock };
    return new Worker(parts, randomUUID(), this.run.id, this.integration);
  }

  private async look(stop: Stop, onProgress: WorkOptions['onProgress']): Promise<void> {
    const { ground, runs, clock } = this.parts;
    const run = await runs.find(this.run.id);
    const isOver = run.options.until && clock.now() >= run.options.until.getTime();
    if (run.state !== 'running' || isOver) stop.stop();
    await this.tellSpent();
    if (onProgress) onProgress(await progressOf(ground, run, this.parts.settings));
  }

  /** What the run has cost is told as it goes: a process that dies takes a second of it away. */
  private async tellSpent(): Promise<void> {
    const now = this.way.spent();
    const more = spentSince(this.spent, now);
    if (more.requests === 0 && more.throttled === 0) return;
    this.spent = now;
    try {
      await addSpent(this.parts.ground, this.run.id, more);
    } catch (error) {
      // To be told with what comes next.
      this.spent = spentSince(more, this.spent);
      throw error;
    }
  }
}
