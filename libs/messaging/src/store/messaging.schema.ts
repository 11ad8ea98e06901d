import type { Generated } from 'kysely';
import type { DomainEvent } from '../domain-event.js';

/** The tables of the schema `messaging`; the queues themselves are graphile-worker's. */
export interface MessagingSchema {
  'messaging.subscription': { service: string; event_type: string; since: Generated<Date> };
  'messaging.worker': { worker_id: string; crew_lock: string; service: string; since: Generated<Date> };
  'messaging.parked': {
    id: Generated<string>;
    service: string;
    event_id: string;
    event_type: string;
    subject: string | null;
    code: string;
    reason: string;
    attempts: number;
    event: DomainEvent;
    parked_at: Generated<Date>;
  };
}
