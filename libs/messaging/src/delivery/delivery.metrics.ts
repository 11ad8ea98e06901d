import { Injectable } from '@nestjs/common';
import { Counter, Gauge } from 'prom-client';
import { sql } from 'kysely';
import { queueSchema } from '../queue-name.js';
import { MessagingSettings } from '../messaging.options.js';
import { MessagingStore } from '../store/messaging.store.js';

/** How a delivery ended. */
export type DeliveryOutcome = 'acknowledged' | 'retried' | 'parked';

interface QueueState {
  queue: string;
  waiting: number;
  delayed: number;
  running: number;
  parked: number;
  oldest: number;
}

/** The figures of this service's queues, in the registry of its app when there is one. Queues are read when scraped. */
@Injectable()
export class DeliveryMetrics {
  private readonly deliveries: Counter<'event' | 'outcome'> | undefined;

  constructor(
    private readonly store: MessagingStore,
    private readonly settings: MessagingSettings,
  ) {
    const { registry } = settings;
    if (registry === undefined) return;
    const registers = [registry];
    this.deliveries = new Counter({
      name: 'messaging_deliveries_total',
      help: 'Deliveries of events to handlers by how they ended.',
      labelNames: ['event', 'outcome'],
      registers,
    });
    const oldest = new Gauge({
      name: 'messaging_oldest_job_age_seconds',
      help: 'Age of the oldest event that is not yet acknowledged, by queue.',
      labelNames: ['queue'],
      registers,
    });
    const jobs: Gauge<'queue' | 'state'> = new Gauge({
      name: 'messaging_jobs',
      help: 'Events in a queue by state: waiting, delayed (to be tried again later), running, parked.',
      labelNames: ['queue', 'state'],
      registers,
      collect: async () => {
        for (const { queue, oldest: age, ...states } of await this.read()) {
          for (const [state, count] of Object.entries(states)) jobs.set({ queue, state }, count);
          oldest.set({ queue }, age);
        }
      },
    });
  }

  /** Counts one delivery. */
  count(event: string, outcome: DeliveryOutcome): void {
    this.deliveries?.inc({ event, outcome });
  }

  private async read(): Promise<QueueState[]> {
    try {
      const { rows } = await sql<QueueState>`
        select s.service || '/' || s.event_type as queue,
               coalesce(j.waiting, 0)::int as waiting, coalesce(j.delayed, 0)::int as delayed,
               coalesce(j.running, 0)::int as running, coalesce(j.oldest, 0)::float as oldest,
               (select count(*) from messaging.parked p
                 where p.service = s.service and p.event_type = s.event_type)::int as parked
          from messaging.subscription s
          left join (
            select task_identifier,
                   count(*) filter (where locked_at is null and run_at <= now()) as waiting,
                   count(*) filter (where locked_at is null and run_at > now()) as delayed,
                   count(*) filter (where locked_at is not null) as running,
                   extract(epoch from now() - min(created_at)) as oldest
              from ${sql.id(queueSchema(this.settings.service), 'jobs')} group by task_identifier
          ) j on j.task_identifier = s.service || '/' || s.event_type
         where s.service = ${this.settings.service}`.execute(this.store.db);
      return rows;
    } catch {
      // A scrape while the database is away shows the last figures; that it is away is shown elsewhere.
      return [];
    }
  }
}
