import { sql, type Kysely, type Migration } from 'kysely';

/** Run in the order of their names; a landed one is never changed. */
export const migrations: Record<string, Migration> = {
  '0001-deliveries': {
    up: async (db: Kysely<unknown>) => {
      await sql`
        create table deliveries (
          id bigint generated always as identity primary key,
          integration text not null,
          name text not null,
          state text not null default 'landing' check (state in ('landing', 'complete', 'applied', 'refused')),
          landed_rows bigint,
          received_at timestamptz not null default now(),
          settled_at timestamptz,
          report jsonb,
          check ((state in ('applied', 'refused')) = (settled_at is not null)),
          check (state <> 'complete' or landed_rows is not null)
        )`.execute(db);
      await sql`create index on deliveries (integration, id)`.execute(db);
      await sql`
        create table rejects (
          delivery bigint not null references deliveries,
          row_number bigint not null,
          reason text not null,
          says text not null,
          key text,
          "values" jsonb not null,
          primary key (delivery, row_number)
        )`.execute(db);
    },
  },
  '0002-runs': {
    up: async (db: Kysely<unknown>) => {
      await sql`
        create table runs (
          id bigint generated always as identity primary key,
          integration text not null,
          state text not null default 'running'
            check (state in ('running', 'paused', 'done', 'cancelled', 'incomplete', 'failed')),
          options jsonb not null,
          until timestamptz,
          started_at timestamptz not null default now(),
          ended_at timestamptz,
          failure jsonb,
          spent jsonb,
          report jsonb,
          check ((state in ('running', 'paused')) = (ended_at is null))
        )`.execute(db);
      await sql`create index on runs (integration, id)`.execute(db);
      await sql`create unique index one_unfinished_run on runs (integration) where ended_at is null`.execute(
        db,
      );
      await sql`
        create table stages (
          run bigint not null references runs,
          number integer not null,
          action text not null check (action in ('apply', 'write', 'close', 'deactivate', 'reconcile')),
          step text not null,
          delivery bigint references deliveries,
          began_at timestamptz,
          ended_at timestamptz,
          primary key (run, number),
          check ((action = 'apply') = (delivery is not null))
        )`.execute(db);
      await sql`
        create table chunks (
          run bigint not null,
          stage integer not null,
          number integer not null,
          first_key text collate "C",
          last_key text collate "C",
          rows bigint not null,
          state text not null default 'open' check (state in ('open', 'taken', 'done')),
          taken_by text,
          taken_until timestamptz,
          not_before timestamptz not null default now(),
          attempts integer not null default 0,
          settled bigint not null default 0,
          refused bigint not null default 0,
          waits_for text,
          result jsonb,
          primary key (run, stage, number),
          foreign key (run, stage) references stages,
          check ((state = 'taken') = (taken_until is not null))
        )`.execute(db);
    },
  },
};
