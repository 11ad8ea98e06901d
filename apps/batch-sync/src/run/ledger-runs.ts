import { type BudgetLimits, defaultBudgetLimits, systemClock } from '#lib/resilience';
import { waypoint } from '#lib/telemetry';
import type { Catalogue } from '../catalogue/catalogue.js';
import type { Integration } from '../catalogue/integration.js';
import { loadSteps } from '../catalogue/order/load-order.js';
import type { Staging } from '../staging/staging.js';
import { forecastRun } from './forecast/forecast-run.js';
import type { Forecast } from './forecast/forecast.js';
import type { LedgerGround } from './ledger/ledger-ground.js';
import { quarantinedRows, release } from './ledger/quarantine.js';
import { RunLedger, type RunQuery } from './ledger/run-ledger.js';
import { withRuns } from './ledger/run.schema.js';
import { progressOf } from './report/progress-of.js';
import { rejectsOf } from './report/rejects-of.js';
import { RunReports } from './report/run-reports.js';
import { withDeliveries } from './report/with-deliveries.js';
import type { RunReport } from './run-report.js';
import { RunError } from './run.error.js';
import type { ListedRun, Run, RunOptions, RunProgress } from './run.js';
import type {
  IntegrationStatus,
  Page,
  QuarantinedRow,
  RejectedRow,
  StatusQuery,
  SyncRuns,
  WorkOptions,
} from './sync-runs.js';
import type { OpenWay } from './way-to-dataverse.js';
import { Crew } from './work/crew.js';
import { defaultWorkSettings, type WorkSettings } from './work/work-settings.js';

/** What runs are kept in, and what they need. */
export interface LedgerRunsOptions {
  readonly staging: Staging;
  readonly catalogue: Pick<Catalogue, 'integrations'>;
  readonly openWay: OpenWay;
  /** Of the application user. Default: those that are published. */
  readonly limits?: BudgetLimits | undefined;
  readonly settings?: Partial<WorkSettings> | undefined;
}

/** One integration at a glance, before anybody has looked at the deliveries of its runs. */
type StatusOfRuns = Omit<IntegrationStatus, 'last'> & { readonly last: Run | undefined };

/** How many rows of a list are told when nobody says how many. */
const PAGE = 100;

/** Runs that are kept in the staging database. */
export class LedgerRuns implements SyncRuns {
  private readonly ground: LedgerGround;
  private readonly runs: RunLedger;
  private readonly reports: RunReports;
  private readonly limits: BudgetLimits;
  private readonly settings: WorkSettings;

  private constructor(private readonly options: LedgerRunsOptions) {
    const { db, dialect, tables } = options.staging;
    this.ground = { db: withRuns(db), dialect, tables };
    this.limits = options.limits ?? defaultBudgetLimits;
    this.settings = { ...defaultWorkSettings, ...options.settings };
    this.runs = new RunLedger(this.ground);
    this.reports = new RunReports(this.ground, this.limits);
  }

  /** Makes the tables of all integrations, if need be. */
  static async open(options: LedgerRunsOptions): Promise<LedgerRuns> {
    for (const integration of options.catalogue.integrations) await options.staging.prepare(integration);
    return new LedgerRuns(options);
  }

  async start(integration: string, deliveries: readonly string[], options: RunOptions = {}): Promise<Run> {
    const of = this.named(integration);
    await this.keepLastReport(of);
    const run = await this.runs.begin(of, deliveries, options);
    waypoint('run.begun');
    return run;
  }

  async work(run: string, options: WorkOptions = {}): Promise<RunReport> {
    const { staging, openWay } = this.options;
    const found = await this.runs.find(run);
    const integration = this.named(found.integration);
    if (found.ended) return this.reports.of(found, integration);
    const parts = {
      ground: this.ground,
      staging,
      runs: this.runs,
      settings: this.settings,
      clock: systemClock,
    };
    await new Crew(parts, found, integration, await openWay(integration)).work(options);
    return this.keptReport(run);
  }

  async pause(run: string): Promise<Run> {
    return this.runs.pause(run);
  }

  async resume(run: string, { until }: { readonly until?: Date | null | undefined } = {}): Promise<Run> {
    return this.runs.resume(run, until);
  }

  async cancel(run: string): Promise<Run> {
    const cancelled = await this.runs.cancel(run);
    // Where the catalogue has given the integration up, nobody can tell what is left of it.
    if (this.find(cancelled.integration)) await this.keptReport(run);
    return cancelled;
  }

  async forecast(
    integration: string,
    deliveries: readonly string[],
    { goneApproved }: Pick<RunOptions, 'goneApproved'> = {},
  ): Promise<Forecast> {
    const parts = { staging: this.options.staging, ground: this.ground, limits: this.limits };
    return forecastRun(parts, this.named(integration), deliveries, { goneApproved });
  }

  async run(run: string): Promise<Run> {
    return this.runs.find(run);
  }

  async progress(run: string): Promise<RunProgress> {
    return progressOf(this.ground, await this.runs.find(run), this.settings);
  }

  async report(run: string): Promise<RunReport> {
    const found = await this.runs.find(run);
    const kept = await this.reports.kept(found);
    if (kept) return kept;
    const integration = this.named(found.integration);
    // Whoever ended it may have died before that was kept: nobody is to count for it again and again.
    return found.ended ? this.reports.keepOnce(found, integration) : this.reports.of(found, integration);
  }

  async unfinished(): Promise<Run[]> {
    return this.runs.list({ ended: false });
  }

  async status({ integration: only, count = false }: StatusQuery = {}): Promise<IntegrationStatus[]> {
    const asked = only === undefined ? this.options.catalogue.integrations : [this.named(only)];
    const all: StatusOfRuns[] = [];
    for (const integration of asked) all.push(await this.statusOf(integration, count));
    const listed = await withDeliveries(
      this.ground,
      all.flatMap(({ last }) => last ?? []),
    );
    return all.map((each) => ({ ...each, last: listed.find(({ id }) => id === each.last?.id) }));
  }

  async history({ integration, limit }: Page & Pick<RunQuery, 'integration'> = {}): Promise<ListedRun[]> {
    if (integration !== undefined) this.named(integration);
    return withDeliveries(this.ground, await this.runs.list({ integration, limit }));
  }

  async rejects(
    integration: string,
    { delivery, limit = PAGE }: Page & { readonly delivery?: string | undefined } = {},
  ): Promise<RejectedRow[]> {
    return rejectsOf(this.ground.db, this.named(integration).name, { delivery, limit });
  }

  async quarantined(integration: string, { limit = PAGE }: Page = {}): Promise<QuarantinedRow[]> {
    const all: QuarantinedRow[] = [];
    for (const { name } of loadSteps(this.named(integration)))
      for (const { note, ...row } of await quarantinedRows(this.ground.db, name, limit - all.length))
        all.push({ step: name, ...row, ...note });
    return all;
  }

  async replay(
    integration: string,
    { keys }: { readonly keys?: readonly string[] | undefined } = {},
  ): Promise<number> {
    const { db, dialect } = this.ground;
    let released = 0;
    for (const { name } of loadSteps(this.named(integration)))
      released += await release(db, dialect, name, keys);
    return released;
  }

  private find(name: string): Integration | undefined {
    return this.options.catalogue.integrations.find((each) => each.name === name);
  }

  private named(name: string): Integration {
    const found = this.find(name);
    if (!found) throw new RunError('no-such-integration', `There is no integration ${name}.`);
    return found;
  }

  /** Whoever ended the last run may have died before its report was kept, and what it left behind changes with the next. */
  private async keepLastReport(integration: Integration): Promise<void> {
    const [last] = await this.runs.list({ integration: integration.name, ended: true, limit: 1 });
    if (last) await this.reports.keepOnce(last, integration);
  }

  /** A run that has ended keeps its report, again when somebody was still at it. */
  private async keptReport(run: string): Promise<RunReport> {
    const found = await this.runs.find(run);
    const integration = this.named(found.integration);
    return found.ended ? this.reports.keep(found, integration) : this.reports.of(found, integration);
  }

  private async statusOf(integration: Integration, count: boolean): Promise<StatusOfRuns> {
    const { name } = integration;
    const [unfinished] = await this.runs.list({ integration: name, ended: false, limit: 1 });
    const [last] = await this.runs.list({ integration: name, ended: true, limit: 1 });
    const success = { state: 'done', refusedNothing: true } as const;
    const [lastDone] = await this.runs.list({ integration: name, ...success, limit: 1 });
    const left = count ? await this.reports.left(integration) : last && (await this.reports.kept(last));
    return {
      integration: name,
      unfinished: unfinished && (await progressOf(this.ground, unfinished, this.settings)),
      last,
      lastDone: lastDone?.ended,
      pending: left?.pending,
      quarantined: left?.quarantined.reduce((sum, { rows }) => sum + rows, 0),
    };
  }
}
