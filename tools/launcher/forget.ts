import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import { openDatabase } from '#lib/database';

/** Empties the database, the stand-in's rows and their lake. The database is ours by now, so nobody else uses the directory. */
export async function forgetEarlierRuns(databaseUrl: string, directory: string): Promise<void> {
  for (const name of ['dataverse', 'lake']) await rm(join(directory, name), { recursive: true, force: true });
  const db = openDatabase({ url: databaseUrl });
  try {
    const { rows } = await sql<{ name: string }>`
      select nspname as name from pg_namespace where nspname !~ '^(pg_|information_schema$|public$)'`.execute(
      db,
    );
    for (const { name } of rows) await sql`drop schema ${sql.id(name)} cascade`.execute(db);
  } finally {
    await db.destroy();
  }
}
