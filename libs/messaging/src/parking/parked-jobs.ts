import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import type { PermanentRefusal } from '../delivery/permanent-refusal.js';
import type { DomainEvent } from '../domain-event.js';
import { MessagingSettings } from '../messaging.options.js';
import { MessagingStore } from '../store/messaging.store.js';

/** A delivery that was refused for good and waits for people. It shows no data of the event. */
export interface ParkedJob {
  readonly id: string;
  readonly service: string;
  readonly eventId: string;
  readonly eventType: string;
  readonly subject?: string;
  readonly code: string;
  readonly reason: string;
  /** How often it had been tried, the refused attempt included; exact up to 8, which stands for more as well. */
  readonly attempts: number;
  readonly parkedAt: Date;
}

/** The deliveries set aside after a permanent refusal: seen, and replayed when their cause is mended. */
@Injectable()
export class ParkedJobs {
  constructor(
    private readonly store: MessagingStore,
    private readonly settings: MessagingSettings,
  ) {}

  /** The oldest first; of all services, unless one is named. `limit` defaults to 100. */
  async list({ service, limit = 100 }: { service?: string; limit?: number } = {}): Promise<ParkedJob[]> {
    let query = this.store.db
      .selectFrom('messaging.parked')
      .select([
        'id',
        'service',
        'event_id',
        'event_type',
        'subject',
        'code',
        'reason',
        'attempts',
        'parked_at',
      ]);
    if (service !== undefined) query = query.where('service', '=', service);
    const rows = await query.orderBy('parked_at').orderBy('id').limit(limit).execute();
    return rows.map((row) => ({
      id: row.id,
      service: row.service,
      eventId: row.event_id,
      eventType: row.event_type,
      ...(row.subject !== null && { subject: row.subject }),
      code: row.code,
      reason: row.reason,
      attempts: row.attempts,
      parkedAt: row.parked_at,
    }));
  }

  /** Puts a parked delivery back into its queue, in one transaction; false when there is none of that id. */
  async replay(id: string): Promise<boolean> {
    return this.store.db.transaction().execute(async (transaction) => {
      const row = await transaction
        .deleteFrom('messaging.parked')
        .where('id', '=', id)
        .returning(['service', 'event_type', 'event_id', 'event'])
        .executeTakeFirst();
      if (row === undefined) return false;
      const event = sql`${JSON.stringify(row.event)}::json`;
      await sql`select messaging.enqueue(${row.service}, ${row.event_type}, ${row.event_id}, ${event})`.execute(
        transaction,
      );
      return true;
    });
  }

  /** Sets a delivery of this service aside; a repeat after a crash renews the same row. */
  async park(event: DomainEvent, refusal: PermanentRefusal, attempts: number): Promise<void> {
    const verdict = { code: refusal.code, reason: refusal.message.slice(0, 500), attempts };
    await this.store.db
      .insertInto('messaging.parked')
      .values({
        ...verdict,
        service: this.settings.service,
        event_id: event.id,
        event_type: event.type,
        subject: event.subject ?? null,
        event: sql`${JSON.stringify(event)}::json`,
      })
      .onConflict((conflict) => conflict.columns(['service', 'event_type', 'event_id']).doUpdateSet(verdict))
      .execute();
  }
}
