import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { type QueryExecutorProvider, sql } from 'kysely';
import { currentTrace, waypoint } from '#lib/telemetry';
import type { DomainEvent, NewEvent } from '../domain-event.js';
import { MessagingSettings } from '../messaging.options.js';
import { UnheardEventError } from './unheard-event.error.js';

/** Where a service tells what has happened, in the very transaction in which it happens. */
@Injectable()
export class Outbox {
  constructor(private readonly settings: MessagingSettings) {}

  /**
   * Adds the event for every service that subscribes to its type: in the caller's transaction, so that it is told
   * if and only if the state it announces is committed. Delivery starts at the commit. Returns the event as it will
   * be delivered. Throws UnheardEventError when a service that the options name for this type is not subscribed, so
   * that the transaction fails and nothing is lost; an event that they promise to nobody may go nowhere.
   */
  async add<Data>(transaction: QueryExecutorProvider, event: NewEvent<Data>): Promise<DomainEvent<Data>> {
    const complete = this.complete(event);
    waypoint('outbox.before-add');
    const { rows } = await sql<{ service: string }>`
      select service, messaging.enqueue(service, event_type, ${complete.id}, ${JSON.stringify(complete)}::json)
        from messaging.subscription
       where event_type = ${complete.type}`.execute(transaction);
    this.assertHeard(
      complete.type,
      rows.map(({ service }) => service),
    );
    waypoint('outbox.added');
    return complete;
  }

  private assertHeard(type: string, reached: readonly string[]): void {
    const missed = this.settings.subscriptions
      .filter(({ service, events }) => events.includes(type) && !reached.includes(service))
      .map(({ service }) => service);
    if (missed.length > 0) throw new UnheardEventError(type, missed);
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
