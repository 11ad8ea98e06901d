import type { Catalogue } from './catalogue/catalogue.js';
import type { Integration } from './catalogue/integration.js';
import type { PassedOverFile } from './extract/drop/passed-over.js';
import { FileIntake } from './intake/file-intake.js';
import type { RunReport } from './run/run-report.js';
import { RunError } from './run/run.error.js';
import type { Run, RunOptions, RunProgress } from './run/run.js';
import type { IntegrationStatus, StatusQuery, SyncRuns, WorkOptions } from './run/sync-runs.js';
import { nextMoment, type TimeOfDay } from './schedule/next-moment.js';
import type { Staging } from './staging/staging.js';

export interface BatchSyncParts {
  catalogue: Pick<Catalogue, 'integrations'>;
  staging: Staging;
  runs: SyncRuns;
  /** Where sources leave files, each in a folder of its own. Default: no files are taken. */
  dropDirectory?: string | undefined;
  /** When runs have to end that are not told otherwise. Default: when all is done. */
  closesAt?: TimeOfDay | undefined;
  now?: (() => Date) | undefined;
}

/** One integration at a glance, with what was delivered and not taken. */
export interface SyncStatus extends IntegrationStatus {
  /** Deliveries that are complete and that no run has taken yet. */
  readonly waiting: number;
  /** Files that no run takes as they are. */
  readonly passedOver: readonly PassedOverFile[];
}

/** Deliveries that somebody has landed for an integration that is not in the catalogue, so that no run takes them. */
export interface StrayDeliveries {
  readonly integration: string;
  readonly deliveries: number;
}

/** From what sources delivered to Dataverse: for the service and for whoever works at a terminal. */
export class BatchSync {
  constructor(private readonly parts: BatchSyncParts) {}

  get runs(): SyncRuns {
    return this.parts.runs;
  }

  get staging(): Staging {
    return this.parts.staging;
  }

  /** Parents before children. */
  get integrations(): readonly Integration[] {
    return this.parts.catalogue.integrations;
  }

  /** @throws RunError `no-such-integration` */
  integration(name: string): Integration {
    const found = this.integrations.find((each) => each.name === name);
    if (found) return found;
    const names = this.integrations.map((each) => each.name).join(', ');
    throw new RunError('no-such-integration', `There is no integration ${name}. There are ${names}.`);
  }

  /**
   * Takes up what was delivered, files and what other tools have landed, and begins a run over it. With nothing new it is over what is
   * pending. Nothing is loaded before somebody works at it.
   *
   * @throws RunError `no-such-integration`, `run-unfinished`
   */
  async begin(name: string, options: RunOptions = {}): Promise<Run> {
    const { staging, runs, now = () => new Date() } = this.parts;
    const integration = this.integration(name);
    const until = options.until ?? this.closesAfter(now());
    return this.alone(integration, async (intake) => {
      await intake?.takeUp();
      await intake?.settle();
      return runs.start(name, await staging.waiting(integration), { ...options, until });
    });
  }

  /** When a run has to end that begins at that moment, unless it is told otherwise; undefined: when all is done. */
  closesAfter(moment: Date): Date | undefined {
    const { closesAt } = this.parts;
    return closesAt && nextMoment(closesAt, moment);
  }

  /** Works at a run as `SyncRuns.work` does. Files go to where they belong as soon as all are applied. */
  async work(id: string, { onProgress, ...options }: WorkOptions = {}): Promise<RunReport> {
    const { runs } = this.parts;
    const integration = this.integration((await runs.run(id)).integration);
    let settled: Promise<void> | undefined;
    const tell = (progress: RunProgress) => {
      // What fails here is tried again at the end.
      if (progress.stage.action !== 'apply') settled ??= this.settle(integration).catch(() => undefined);
      onProgress?.(progress);
    };
    const report = await runs.work(id, { ...options, onProgress: tell });
    await settled;
    await this.settle(integration);
    return report;
  }

  /**
   * In the order of the catalogue.
   *
   * @throws RunError `no-such-integration`
   */
  async status(query?: StatusQuery): Promise<SyncStatus[]> {
    const waiting = await this.staging.deliveries.waiting();
    const all: SyncStatus[] = [];
    for (const status of await this.runs.status(query)) {
      const { integration } = status;
      const passedOver = await this.passedOver(integration);
      all.push({ ...status, waiting: waiting.get(integration) ?? 0, passedOver });
    }
    return all;
  }

  /** By integration. */
  async strays(): Promise<StrayDeliveries[]> {
    const known = new Set(this.integrations.map(({ name }) => name));
    const waiting = await this.staging.deliveries.waiting();
    return [...waiting]
      .filter(([integration]) => !known.has(integration))
      .map(([integration, deliveries]) => ({ integration, deliveries }));
  }

  /**
   * Files in the folder of an integration that no run takes as they are.
   *
   * @throws RunError `no-such-integration`
   */
  async passedOver(name: string): Promise<PassedOverFile[]> {
    const integration = this.integration(name);
    return (await this.intakeOf(integration)?.passedOver()) ?? [];
  }

  private settle(integration: Integration): Promise<void> {
    return this.alone(integration, async (intake) => intake?.settle());
  }

  /** Of all processes one at a time has an integration's folder in its hands; without a folder there is nothing to wait for. */
  private alone<Result>(
    integration: Integration,
    work: (intake: FileIntake | undefined) => Promise<Result>,
  ): Promise<Result> {
    const intake = this.intakeOf(integration);
    if (!intake) return work(undefined);
    return this.staging.alone(`batch_sync files of ${integration.name}`, () => work(intake));
  }

  private intakeOf(integration: Integration): FileIntake | undefined {
    const { staging, dropDirectory } = this.parts;
    return dropDirectory === undefined ? undefined : new FileIntake(staging, integration, dropDirectory);
  }
}
