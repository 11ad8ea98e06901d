import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { type QueryExecutorProvider, sql } from 'kysely';
import { currentTrace, waypoint } from '#lib/telemetry';
import type { DomainEvent, NewEvent } from '../domain-event.js';
import { MessagingSettings } from '../messaging.options.js';

/** Where a service tells what has happened, in the very transaction in which it happens. */
@Injectable()
export class Outbox {
  constructor(private readonly settings: MessagingSettings) {}

  /**
   * Adds the event for every service that subscribes to its type: in the caller's transaction, so that it is told
   * if and only if the state it announces is committed. Delivery starts at the commit. An event without subscribers
   * goes nowhere. Returns the event as it will be delivered.
   */
  async add<Data>(transaction: QueryExecutorProvider, event: NewEvent<Data>): Promise<DomainEvent<Data>> {
    const complete = this.complete(event);
    waypoint('outbox.before-add');
    await sql`
      select messaging.enqueue(service, event_type, ${complete.id}, ${JSON.stringify(complete)}::json)
        from messaging.subscription
       where event_type = ${complete.type}`.execute(transaction);
    waypoint('outbox.added');
    return complete;
  }

  private complete<Data>(event: NewEvent<Data>): DomainEvent<Data> {
    const traceparent = event.traceparent ?? currentTrace()?.traceparent;
    return {
      ...event,
      id: event.id ?? randomUUID(),
      time: event.time ?? new Date().toISOString(),
      source: event.source ?? this.settings.service,
      ...(traceparent !== undefined && { traceparent }),
    };
  }
}
