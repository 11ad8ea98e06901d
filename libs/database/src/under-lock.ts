import { type Kysely, sql } from 'kysely';

/**
 * Does the work while this connection holds the advisory lock of that name; of several processes one works and the
 * others wait their turn. Waiting and working are both legitimately long: the connection has no statement limit here.
 */
export async function underLock<Schema, Result>(
  connection: Kysely<Schema>,
  name: string,
  work: () => Promise<Result>,
): Promise<Result> {
  await sql`set statement_timeout = 0`.execute(connection);
  await sql`select pg_advisory_lock(hashtextextended(${name}, 0))`.execute(connection);
  try {
    return await work();
  } finally {
    await sql`select pg_advisory_unlock(hashtextextended(${name}, 0))`.execute(connection);
    await sql`reset statement_timeout`.execute(connection);
  }
}
