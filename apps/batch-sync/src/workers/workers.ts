import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '#lib/telemetry';
import type { BatchSync } from '../batch-sync.js';
import { Looking } from '../looking.js';
import { refusalsIn } from '../run/report/refusals-in.js';
import type { RunReport } from '../run/run-report.js';
import type { RunProgress } from '../run/run.js';

const LOOK_EVERY_MS = 2_000;
/** After a failure that was none of the run's, such as a database that was away. */
const REST_MS = 30_000;

/** How this process works at runs. */
export interface WorkersOptions {
  /** At each run. */
  workers: number;
  /** Hears of each run that this process has worked at until it ended. */
  onEnd?: ((report: RunReport) => Promise<unknown>) | undefined;
}

/** Works at every run that is running, whichever process has begun it, until it is closed. Those runs then wait for others, or for the next start. */
export class Workers {
  private readonly end = new AbortController();
  private readonly atWork = new Map<string, Promise<void>>();
  private readonly looking = new Looking(
    LOOK_EVERY_MS,
    () => this.look(),
    (err) => this.logger.error({ err }, 'runs could not be looked for'),
  );

  constructor(
    private readonly sync: BatchSync,
    private readonly logger: Logger,
    private readonly options: WorkersOptions,
  ) {}

  start(): void {
    this.looking.start();
  }

  async close(): Promise<void> {
    this.end.abort();
    await this.looking.close();
    await Promise.all(this.atWork.values());
  }

  private async look(): Promise<void> {
    for (const { id, state } of await this.sync.runs.unfinished()) {
      if (state !== 'running' || this.atWork.has(id)) continue;
      this.atWork.set(
        id,
        this.work(id).finally(() => this.atWork.delete(id)),
      );
    }
  }

  private async work(id: string): Promise<void> {
    const { workers, onEnd } = this.options;
    try {
      const report = await this.sync.work(id, {
        workers,
        signal: this.end.signal,
        onProgress: this.teller(),
      });
      this.tell(report);
      if (report.ended) await onEnd?.(report);
    } catch (err) {
      if (this.end.signal.aborted) return;
      this.logger.error({ run: id, err }, 'could not work at a run');
      await this.rest(REST_MS);
    }
  }

  /** A run is done as well when what was delivered was refused: that is to be heard of. */
  private tell(report: RunReport): void {
    const { id: run, integration, state, failure } = report;
    for (const { delivery, code } of refusalsIn(report))
      this.logger.warn({ run, integration, delivery, code }, 'a delivery was refused');
    this.logger.info({ run, integration, state, failure: failure?.code }, 'left a run');
  }

  /** Tells the log once when a run comes to wait for what a worker that died has in hand: for a minute, nothing else would be heard of it. */
  private teller(): (progress: RunProgress) => void {
    let waits = false;
    return ({ run, leaseLeftMs }) => {
      if (leaseLeftMs !== undefined && !waits)
        this.logger.info(
          { run, atMostSeconds: Math.ceil(leaseLeftMs / 1_000) },
          'waits for rows that a worker which no longer answers has in hand',
        );
      waits = leaseLeftMs !== undefined;
    };
  }

  private async rest(ms: number): Promise<void> {
    await sleep(ms, undefined, { signal: this.end.signal }).catch(() => undefined);
  }
}
