import { Injectable } from '@nestjs/common';
import { Gauge, type Registry } from 'prom-client';
import type { BatchSync } from '../batch-sync.js';
import { countRuns, readFigures, type RunCount, type SyncFigures } from './sync-figures.js';

/** It takes some queries for each integration, so whoever asks more often is told the same again. */
const FRESH_FOR_MS = 15_000;

interface Figures {
  integrations: SyncFigures[];
  waiting: ReadonlyMap<string, number>;
  runs: RunCount[];
}

/** What Prometheus is told of the sync, read from the staging database: every process of it tells the same. */
@Injectable()
export class SyncMetrics {
  private read: { at: number; figures: Promise<Figures> } | undefined;

  constructor(
    private readonly sync: BatchSync,
    private readonly registry: Registry,
  ) {
    this.gauge(
      'pending_rows',
      'Accepted rows of which Dataverse held something else when the last run ended.',
      ({ pending }) => pending,
    );
    this.gauge(
      'quarantined_rows',
      'Rows that Dataverse had refused as they were when the last run ended.',
      ({ quarantined }) => quarantined,
    );
    this.gauge(
      'passed_over_files',
      'Files in the folder of the drop that no run takes: of another name, or long without their marker.',
      ({ passedOver }) => passedOver,
    );
    this.gauge(
      'last_success_timestamp_seconds',
      'When the last run ended that is done and had no delivery refused.',
      ({ lastDone }) => lastDone && lastDone.getTime() / 1_000,
    );
    this.gauge(
      'last_run_duration_seconds',
      'How long the last run that has ended took.',
      ({ last }) => last && last.tookMs / 1_000,
    );
    this.gauge(
      'last_run_refused_deliveries',
      'Deliveries of the last run that has ended that were refused as a whole.',
      ({ last }) => last?.refusedDeliveries,
    );
    this.waitingDeliveries();
    this.lastRows();
    this.runsByState();
  }

  private gauge(name: string, help: string, of: (figures: SyncFigures) => number | undefined): void {
    const figures = () => this.figures();
    new Gauge({
      name: `batch_sync_${name}`,
      help,
      labelNames: ['integration'],
      registers: [this.registry],
      async collect() {
        this.reset();
        for (const each of (await figures()).integrations) {
          const value = of(each);
          if (value !== undefined) this.set({ integration: each.integration }, value);
        }
      },
    });
  }

  private waitingDeliveries(): void {
    const figures = () => this.figures();
    new Gauge({
      name: 'batch_sync_waiting_deliveries',
      help: 'Complete deliveries that no run has taken yet; under a name that no integration has, no run ever will.',
      labelNames: ['integration'],
      registers: [this.registry],
      async collect() {
        this.reset();
        const { integrations, waiting } = await figures();
        for (const { integration } of integrations) this.set({ integration }, 0);
        for (const [integration, deliveries] of waiting) this.set({ integration }, deliveries);
      },
    });
  }

  private lastRows(): void {
    const figures = () => this.figures();
    new Gauge({
      name: 'batch_sync_last_run_rows',
      help: 'Rows of the last run that has ended by what became of them: read, rejected, written, refused …',
      labelNames: ['integration', 'outcome'],
      registers: [this.registry],
      async collect() {
        this.reset();
        for (const { integration, last } of (await figures()).integrations)
          for (const [outcome, rows] of Object.entries(last?.rows ?? {}))
            this.set({ integration, outcome }, rows);
      },
    });
  }

  private runsByState(): void {
    const figures = () => this.figures();
    new Gauge({
      name: 'batch_sync_runs',
      help: 'Runs by state: running, paused, or how they ended.',
      labelNames: ['integration', 'state'],
      registers: [this.registry],
      async collect() {
        this.reset();
        for (const { runs, ...labels } of (await figures()).runs) this.set(labels, runs);
      },
    });
  }

  private figures(): Promise<Figures> {
    if (this.read === undefined || Date.now() - this.read.at > FRESH_FOR_MS) {
      this.read = { at: Date.now(), figures: this.look() };
    }
    return this.read.figures;
  }

  private async look(): Promise<Figures> {
    try {
      return {
        integrations: await readFigures(this.sync),
        waiting: await this.sync.staging.deliveries.waiting(),
        runs: await countRuns(this.sync),
      };
    } catch {
      // That the database is away is shown elsewhere.
      return { integrations: [], waiting: new Map(), runs: [] };
    }
  }
}
