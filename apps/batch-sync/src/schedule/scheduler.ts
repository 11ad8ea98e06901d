import type { Logger } from '#lib/telemetry';
import type { BatchSync } from '../batch-sync.js';
import type { Integration } from '../catalogue/integration.js';
import { Looking } from '../looking.js';
import { RunError } from '../run/run.error.js';
import { lastDue } from './last-due.js';

const LOOK_EVERY_MS = 20_000;

/**
 * Begins the runs of integrations that have a schedule. One is due when its last due time is later than the beginning of its last run,
 * whoever began that: so a time that was missed is made up for once, and of several processes one begins it. An integration that never
 * ran begins with the first due time that this process sees, so that a new installation is not busy with all of them at once. When runs began
 * is told by the clock of the database, so what time it is, is asked of that as well: the clock of a machine may be minutes off.
 *
 * A run that begins late ends when it would have ended, and where that is over it waits for its next time: no night reaches into the day.
 */
export class Scheduler {
  /** The first time that it looked. */
  private since: Date | undefined;
  /** Of each integration the last due time whose run would be too late. */
  private readonly missed = new Map<string, number>();

  private readonly looking = new Looking(
    LOOK_EVERY_MS,
    () => this.look(),
    (err) => this.logger.error({ err }, 'the schedule could not be looked at'),
  );

  constructor(
    private readonly sync: BatchSync,
    private readonly logger: Logger,
    private readonly now: () => Promise<Date> = () => sync.staging.now(),
  ) {}

  start(): void {
    this.looking.start();
  }

  close(): Promise<void> {
    return this.looking.close();
  }

  /** Begins what is due now. */
  async look(): Promise<void> {
    const now = await this.now();
    this.since ??= now;
    for (const integration of this.sync.integrations)
      await this.beginIfDue(integration, { now, since: this.since }).catch((error: unknown) =>
        this.tell(integration, error),
      );
  }

  private async beginIfDue(
    { name, schedule }: Integration,
    { now, since }: Readonly<Record<'now' | 'since', Date>>,
  ): Promise<void> {
    if (schedule === undefined) return;
    const [last] = await this.sync.runs.history({ integration: name, limit: 1 });
    const due = lastDue(schedule, last?.started ?? since, now);
    if (!due) return;
    const until = this.sync.closesAfter(due);
    if (until && until <= now) return this.tellMissed(name, due);
    const run = await this.sync.begin(name, { until });
    this.logger.info({ run: run.id, integration: name, due: due.toISOString() }, 'run begun by its schedule');
  }

  /** Once of each due time. */
  private tellMissed(integration: string, due: Date): void {
    if (this.missed.get(integration) === due.getTime()) return;
    this.missed.set(integration, due.getTime());
    this.logger.warn(
      { integration, due: due.toISOString() },
      'the time for a run is over, its next will do it',
    );
  }

  private tell({ name }: Integration, error: unknown): void {
    // It is still at the last one, or another process was quicker.
    if (error instanceof RunError && error.code === 'run-unfinished') return;
    this.logger.error({ integration: name, err: error }, 'a run that is due could not begin');
  }
}
