import { setTimeout as sleep } from 'node:timers/promises';
import { type Job, run, type Runner, type TaskList, type WorkerEvents } from 'graphile-worker';
import { EventEmitter } from 'node:events';
import { sql } from 'kysely';
import type { MessagingSettings } from '../messaging.options.js';
import type { MessagingStore } from '../store/messaging.store.js';
import { queueSchema } from '../queue-name.js';
import { quietLogger } from '../store/quiet-logger.js';
import { CrewPresence } from './crew.presence.js';
import { DeliveryFailure } from './retry-plan.js';

/**
 * Attempts are held here, so that they never run out, and graphile-worker's own wait (e^attempts seconds) stays below
 * 50 minutes should ours not be told. The attempt after it, the eighth, is the first whose wait reaches the usual cap.
 */
const attemptsHeldAt = 7;

/** The exit code that graphile-worker then leaves behind. */
const ENDED_BY_MIGRATION = 57;

/**
 * Some workers of one process that take events from its queues at once.
 *
 * A crew *begins* by showing its presence and writing down each worker before it takes its first event. It *works*
 * until it is stopped, or *breaks*: when graphile-worker ends it by itself, or when a worker could not tell the
 * database the end of an event (the server went away at that very moment). That worker is gone for good, so the whole
 * crew is dismissed and another one hired; the sweep gives the event back.
 */
export class Crew {
  private readonly presence: CrewPresence;
  private readonly events = new EventEmitter() as WorkerEvents;
  private readonly reschedulings = new Set<Promise<void>>();
  private readonly workers = new Set<string>();
  private runner: Runner | undefined;
  private stopped = false;

  constructor(
    private readonly store: MessagingStore,
    private readonly settings: MessagingSettings,
    private readonly tasks: TaskList,
    private readonly onBroken: () => void,
  ) {
    this.presence = new CrewPresence(settings.url, settings.service, () => this.enrol([...this.workers]));
  }

  /** Starts to take events; throws when the database cannot be had. */
  async begin(): Promise<void> {
    try {
      await this.presence.begin();
      await this.takeUpWork();
    } catch (error) {
      await this.presence.end();
      throw error;
    }
  }

  /** Takes no more events and waits for the running handlers, at most `withinMs`. */
  async stop(withinMs: number): Promise<void> {
    this.stopped = true;
    const done = this.finish().then(() => true);
    const late = sleep(withinMs, false, { ref: false });
    if (await Promise.race([done.catch(() => false), late])) await this.signOff();
    await this.presence.end();
  }

  private async takeUpWork(): Promise<void> {
    this.events.setMaxListeners(0);
    this.events.on('job:complete', ({ job, error }) => {
      this.reschedule(job, error);
    });
    this.events.on('worker:fatalError', () => {
      this.onBroken();
    });
    this.runner = await run({
      pgPool: this.store.pool,
      schema: queueSchema(this.settings.service),
      taskList: this.tasks,
      concurrency: this.settings.concurrency,
      pollInterval: this.settings.pollMs,
      noHandleSignals: true,
      gracefulShutdownAbortTimeout: 2 ** 30,
      logger: quietLogger,
      events: this.events,
      preset: { plugins: [this.roster()] },
    });
    this.runner.promise.then(
      () => this.ended(),
      () => this.ended(),
    );
  }

  /**
   * graphile-worker ends its workers when it hears of a breaking migration, in whichever schema of the database: that of a
   * service which starts there for the first time, too. The next crew checks its own schema when it begins.
   */
  private ended(): void {
    if (this.stopped) return;
    if (process.exitCode === ENDED_BY_MIGRATION) process.exitCode = undefined;
    this.onBroken();
  }

  private async finish(): Promise<void> {
    await this.runner?.stop();
    await Promise.all(this.reschedulings);
  }

  /** graphile-worker waits for this hook before a worker's first event, and so a killed worker is always known. */
  private roster(): GraphileConfig.Plugin {
    const join = async (workerId: string): Promise<void> => {
      this.workers.add(workerId);
      while (!this.stopped) {
        const enrolled = await this.enrol([workerId]).then(
          () => true,
          () => false,
        );
        if (enrolled) return;
        await sleep(250);
      }
    };
    return {
      name: 'CausewayRosterPlugin',
      version: '1.0.0',
      worker: { hooks: { startWorker: (_context, { worker }) => join(worker.workerId) } },
    };
  }

  /** Also when the presence is shown again: the sweep strikes those off whom it gave up, and they work on. */
  private async enrol(workers: readonly string[]): Promise<void> {
    if (workers.length === 0) return;
    const { service } = this.settings;
    await this.store.db
      .insertInto('messaging.worker')
      .values(workers.map((worker_id) => ({ worker_id, crew_lock: this.presence.lock, service })))
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }

  /**
   * Whoever still holds an event stays on the roster, until the sweep gives the event back: a worker that could not tell the
   * database its end, for one. The database knows who that is; what this process has heard of its workers may come too late.
   */
  private async signOff(): Promise<void> {
    const jobs = sql.id(queueSchema(this.settings.service), 'jobs');
    await this.store.db
      .deleteFrom('messaging.worker')
      .where('crew_lock', '=', this.presence.lock)
      .where(sql<boolean>`not exists (select from ${jobs} job where job.locked_by = worker_id)`)
      .execute()
      .catch(() => undefined);
  }

  /** Puts our wait in the place of graphile-worker's. Should this fail, its own wait stands. */
  private reschedule(job: Job, error: unknown): void {
    if (!(error instanceof DeliveryFailure)) return;
    const rescheduling = sql`
      select ${sql.id(queueSchema(this.settings.service), 'reschedule_jobs')}(
               job_ids => array[${job.id}]::bigint[],
               run_at => now() + ${error.retryInMs} * interval '1 millisecond',
               attempts => ${Math.min(job.attempts, attemptsHeldAt)}::int)`
      .execute(this.store.db)
      .then(
        () => undefined,
        () => undefined,
      )
      .finally(() => this.reschedulings.delete(rescheduling));
    this.reschedulings.add(rescheduling);
  }
}
