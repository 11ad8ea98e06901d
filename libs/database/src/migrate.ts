import { type Kysely, type Migration, Migrator, sql } from 'kysely';
import { underLock } from './under-lock.js';

/** Which migrations bring which schema up to date. The names order them: `0001-cases`, `0002-…`. */
export interface MigrateOptions {
  /** The app's own PostgreSQL schema: lower case, digits and underscores; made when it is not there. */
  readonly schema: string;
  readonly migrations: Record<string, Migration>;
}

/**
 * Applies what is missing and returns the names of what was applied. Each app has its own schema, with its own
 * record of migrations in it. Any number of processes may call this at the same instant: an advisory lock lets
 * one work while the others wait and then find nothing left. A migration that fails is rolled back and thrown.
 * It may take long: give it a database without limits (see `unhurried`).
 */
export async function migrate<Schema>(
  db: Kysely<Schema>,
  { schema, migrations }: MigrateOptions,
): Promise<string[]> {
  if (!/^[a-z_][a-z0-9_]*$/.test(schema)) throw new Error(`"${schema}" cannot be the name of a schema.`);
  return db
    .connection()
    .execute((connection) =>
      underLock(connection, `causeway-migrate-${schema}`, () =>
        bringUpToDate(connection, schema, migrations),
      ),
    );
}

async function bringUpToDate<Schema>(
  connection: Kysely<Schema>,
  schema: string,
  migrations: Record<string, Migration>,
): Promise<string[]> {
  await sql`create schema if not exists ${sql.id(schema)}`.execute(connection);
  await sql`set search_path to ${sql.id(schema)}, public`.execute(connection);
  try {
    return await applyMissing(connection, schema, migrations);
  } finally {
    await sql`reset search_path`.execute(connection);
  }
}

async function applyMissing<Schema>(
  connection: Kysely<Schema>,
  schema: string,
  migrations: Record<string, Migration>,
): Promise<string[]> {
  const migrator = new Migrator({
    db: connection,
    provider: { getMigrations: () => Promise.resolve(migrations) },
    migrationTableSchema: schema,
  });
  const { error, results = [] } = await migrator.migrateToLatest();
  if (error !== undefined)
    throw error instanceof Error ? error : new Error('A migration failed.', { cause: error });
  return results.map(({ migrationName }) => migrationName);
}
