import { type Kysely, type Migration, sql } from 'kysely';

/** Who subscribes to what, which workers are alive, what was parked, and the way into a queue. */
export const messagingMigrations: Record<string, Migration> = {
  '0001-messaging': {
    async up(db: Kysely<unknown>): Promise<void> {
      await sql`
        create table messaging.subscription (
          service text not null,
          event_type text not null,
          since timestamptz not null default now(),
          primary key (event_type, service)
        )`.execute(db);
      await sql`
        create table messaging.worker (
          worker_id text primary key,
          crew_lock bigint not null,
          service text not null,
          since timestamptz not null default now()
        )`.execute(db);
      await sql`
        create table messaging.parked (
          id uuid primary key default gen_random_uuid(),
          service text not null,
          event_id text not null,
          event_type text not null,
          subject text,
          code text not null,
          reason text not null,
          attempts integer not null,
          event json not null,
          parked_at timestamptz not null default now(),
          unique (service, event_type, event_id)
        )`.execute(db);
      await sql`create index parked_by_time on messaging.parked (service, parked_at, id)`.execute(db);
      // One event into one service's queue. graphile-worker counts attempts in a smallint and would give up at the
      // limit, so the limit is the largest there is; the count itself is held low (see Crew). "replace" adds a job
      // beside one of the same event that a worker still holds: an event may be replayed before its parking is done.
      await sql`
        create function messaging.enqueue(service text, event_type text, event_id text, event json)
        returns void language plpgsql as $body$
        begin
          execute format(
            'select %I.add_job(identifier => $1, payload => $2, max_attempts => 32767,
                               job_key => $3, job_key_mode => ''replace'')',
            'queue_' || replace(service, '-', '_')
          ) using service || '/' || event_type, event, event_type || '/' || event_id;
        end $body$`.execute(db);
    },
  },
};
