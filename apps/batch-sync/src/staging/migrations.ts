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
};
