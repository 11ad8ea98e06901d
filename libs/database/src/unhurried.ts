import type { Kysely } from 'kysely';
import { type DatabaseOptions, openDatabase } from './open-database.js';

/** Does the work on a connection of its own that no limit cuts off, for migrations; closes it in any case. */
export async function unhurried<Result>(
  options: DatabaseOptions,
  work: (db: Kysely<unknown>) => Promise<Result>,
): Promise<Result> {
  const db = openDatabase<unknown>({ ...options, maxConnections: 1, statementTimeoutMs: 0 });
  try {
    return await work(db);
  } finally {
    await db.destroy();
  }
}
