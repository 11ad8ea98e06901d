import { sql, type Kysely, type Migration } from 'kysely';

/** Run in the order of their names; a landed one is never changed. */
export const migrations: Record<string, Migration> = {
  '0001-registered-case': {
    up: async (db: Kysely<unknown>) => {
      await sql`
        create table "registeredCase" (
          "incidentId" uuid primary key,
          "reference" text not null unique,
          "ticketNumber" text not null,
          "consumer" text not null,
          "heardAt" timestamptz not null default now()
        )`.execute(db);
    },
  },
};
