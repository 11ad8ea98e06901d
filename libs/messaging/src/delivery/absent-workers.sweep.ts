import { sql, type Transaction } from 'kysely';
import { queueSchema } from '../queue-name.js';
import type { MessagingSchema } from '../store/messaging.schema.js';
import type { MessagingStore } from '../store/messaging.store.js';

/**
 * Gives back the events of a service's workers that died. graphile-worker by itself would do so after four hours.
 *
 * A worker is *present* while its crew's lock is held. It becomes *absent* when a sweep can take that lock, and
 * *given up* when it still can after `absenceMs`: that spares a crew which is only reconnecting after a restart of
 * the server. Then its locks on events are lifted, in the transaction that holds the crew's lock, so that a crew
 * that returns at that very instant waits until it is done.
 */
export class AbsentWorkersSweep {
  private readonly absentSince = new Map<string, number>();
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> | undefined;

  constructor(
    private readonly store: MessagingStore,
    private readonly service: string,
    private readonly absenceMs: number,
    private readonly onTrouble: (error: unknown) => void,
  ) {}

  /** Sweeps at once and then several times within each `absenceMs`. */
  start(): void {
    const sweep = (): void => {
      this.running ??= this.sweep()
        .then(() => undefined, this.onTrouble)
        .finally(() => (this.running = undefined));
    };
    this.timer = setInterval(sweep, this.absenceMs / 3);
    sweep();
  }

  /** Ends the sweeping and waits for the one that is under way. */
  async stop(): Promise<void> {
    clearInterval(this.timer);
    await this.running;
  }

  /** One sweep; returns the workers that were given up. */
  async sweep(now: number = Date.now()): Promise<string[]> {
    return this.store.db.transaction().execute(async (transaction) => {
      const absent = await transaction
        .selectFrom('messaging.worker')
        .select('worker_id')
        .where('service', '=', this.service)
        .where(sql<boolean>`pg_try_advisory_xact_lock(crew_lock)`)
        .execute();
      const givenUp = this.remember(
        absent.map(({ worker_id }) => worker_id),
        now,
      );
      if (givenUp.length === 0) return [];
      const forceUnlock = sql.id(queueSchema(this.service), 'force_unlock_workers');
      await sql`select ${forceUnlock}(${givenUp}::text[])`.execute(transaction);
      await this.removeReplaced(transaction);
      await transaction.deleteFrom('messaging.worker').where('worker_id', 'in', givenUp).execute();
      return givenUp;
    });
  }

  /** graphile-worker takes the key, and every further attempt, from a running job when another takes its place. */
  private async removeReplaced(transaction: Transaction<MessagingSchema>): Promise<void> {
    const schema = queueSchema(this.service);
    await sql`
      select ${sql.id(schema, 'complete_jobs')}(array(
        select id from ${sql.id(schema, 'jobs')} where key is null and locked_at is null))`.execute(
      transaction,
    );
  }

  private remember(absent: string[], now: number): string[] {
    for (const id of this.absentSince.keys()) if (!absent.includes(id)) this.absentSince.delete(id);
    for (const id of absent) if (!this.absentSince.has(id)) this.absentSince.set(id, now);
    return absent.filter((id) => now - (this.absentSince.get(id) ?? now) >= this.absenceMs);
  }
}
