import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { MessagingSettings } from './messaging.options.js';
import { queueSchema } from './queue-name.js';
import { MessagingStore } from './store/messaging.store.js';

const freshForMs = 1_000;
const countedUpTo = 10_000;

/** How much work waits for this service. Cheap: asked of the database at most once a second, whoever asks. */
@Injectable()
export class Backlog {
  private asked: { at: number; waiting: Promise<number> } | undefined;

  constructor(
    private readonly store: MessagingStore,
    private readonly settings: MessagingSettings,
  ) {}

  /** Events that wait or are to be tried again, not those being handled now; up to a second old, and never above 10,000. */
  async waiting(): Promise<number> {
    if (this.asked === undefined || Date.now() - this.asked.at > freshForMs) {
      const waiting = this.count();
      this.asked = { at: Date.now(), waiting };
      waiting.catch(() => (this.asked = undefined));
    }
    return this.asked.waiting;
  }

  private async count(): Promise<number> {
    const { rows } = await sql<{ waiting: number }>`
      select count(*)::int as waiting from (
        select from ${sql.id(queueSchema(this.settings.service), 'jobs')}
         where locked_at is null
         limit ${sql.lit(countedUpTo)}) j`.execute(this.store.db);
    return rows[0]?.waiting ?? 0;
  }
}
