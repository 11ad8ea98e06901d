import { sql, type Kysely, type Migration } from 'kysely';

/** Run in the order of their names; a landed one is never changed. */
export const migrations: Record<string, Migration> = {
  '0001-case': {
    up: async (db: Kysely<unknown>) => {
      await sql`
        create table "case" (
          "reference" text primary key,
          "consumer" text not null,
          "externalSystem" text,
          "externalId" text,
          "fingerprint" bytea not null,
          "submission" jsonb not null,
          "incidentId" uuid not null unique,
          "noteId" uuid not null unique,
          "state" text not null default 'accepted' check ("state" in ('accepted', 'registered', 'parked')),
          "ticketNumber" text,
          "refusal" text,
          "acceptedAt" timestamptz not null default now(),
          "registeredAt" timestamptz,
          unique ("consumer", "externalSystem", "externalId")
        )`.execute(db);
      await sql`
        create table "idempotencyKey" (
          "consumer" text not null,
          "key" text not null,
          "fingerprint" bytea not null,
          "reference" text not null references "case",
          "usedAt" timestamptz not null default now(),
          primary key ("consumer", "key")
        )`.execute(db);
    },
  },
};
