import type { Forecast } from './forecast/forecast.js';
import type { RunReport } from './run-report.js';
import type { ListedRun, Run, RunOptions, RunProgress } from './run.js';

/** How one process works at a run. */
export interface WorkOptions {
  /** Workers in this process. Default 1. */
  readonly workers?: number | undefined;
  /** This process leaves; the run stays as it is, for others or for later. */
  readonly signal?: AbortSignal | undefined;
  /** Called at most once a second. */
  readonly onProgress?: ((progress: RunProgress) => void) | undefined;
}

/** A page of a long list. */
export interface Page {
  /** Default 100. */
  readonly limit?: number | undefined;
}

/** One integration at a glance. */
export interface IntegrationStatus {
  readonly integration: string;
  /** The run that has not ended, if there is one. */
  readonly unfinished: RunProgress | undefined;
  /** The last one that has ended. */
  readonly last: ListedRun | undefined;
  /** When the last one ended that is `done` and had no delivery refused. */
  readonly lastDone: Date | undefined;
  /** Rows of which Dataverse holds something else, and rows that it refused; undefined where nobody has counted. */
  readonly pending: number | undefined;
  readonly quarantined: number | undefined;
}

/** Which integrations are looked at, and how. */
export interface StatusQuery {
  /** Default: all of them. */
  readonly integration?: string | undefined;
  /** Whether rows are counted now, which looks through all accepted ones. Default: they are told as the last run that has ended left them. */
  readonly count?: boolean | undefined;
}

/** A row that was not accepted. */
export interface RejectedRow {
  readonly delivery: string;
  readonly rowNumber: number;
  readonly reason: string;
  readonly says: string;
  readonly key: string | undefined;
  /** As they were read. */
  readonly values: Readonly<Record<string, string>>;
}

/** A row that Dataverse refused, and that is as it was then. */
export interface QuarantinedRow {
  readonly step: string;
  readonly key: string;
  readonly code: string;
  readonly says: string;
  readonly when: Date;
  readonly run: string;
}

/**
 * The runs of all integrations, whichever process works at them: what one process asks of a run, all of its workers do within two
 * seconds. Every method that names an integration, or a run, throws RunError where there is none.
 */
export interface SyncRuns {
  /**
   * Begins a run over deliveries that are complete; over none it loads what is pending. Those that were refused before they could land, and
   * that no run has told of, are told in its report. Nothing is done before somebody works at it.
   *
   * @throws RunError `run-unfinished`, `delivery-not-complete`
   */
  start(integration: string, deliveries: readonly string[], options?: RunOptions): Promise<Run>;
  /**
   * Works at a run until it has ended, is paused, or the signal says so, and tells what was done, whoever did it. A call at which
   * others work already helps them.
   */
  work(run: string, options?: WorkOptions): Promise<RunReport>;
  pause(run: string): Promise<Run>;
  /** @param until in the place of what was said when it was started; null for no end */
  resume(run: string, options?: { readonly until?: Date | null | undefined }): Promise<Run>;
  cancel(run: string): Promise<Run>;
  /** What `start` and `work` would do; the deliveries can be applied afterwards. */
  forecast(
    integration: string,
    deliveries: readonly string[],
    options?: Pick<RunOptions, 'goneApproved'>,
  ): Promise<Forecast>;

  run(run: string): Promise<Run>;
  progress(run: string): Promise<RunProgress>;
  report(run: string): Promise<RunReport>;
  /** Those that have not ended, for workers that look for work. */
  unfinished(): Promise<Run[]>;
  /** In the order of the catalogue. */
  status(query?: StatusQuery): Promise<IntegrationStatus[]>;
  /** The last first. */
  history(options?: Page & { readonly integration?: string | undefined }): Promise<ListedRun[]>;
  /** Those of the last delivery, or of that one. */
  rejects(
    integration: string,
    options?: Page & { readonly delivery?: string | undefined },
  ): Promise<RejectedRow[]>;
  quarantined(integration: string, options?: Page): Promise<QuarantinedRow[]>;
  /** Lifts the quarantine, so that the next run tries again; of these natural keys, or of all. Tells how many rows. */
  replay(integration: string, options?: { readonly keys?: readonly string[] | undefined }): Promise<number>;
}
