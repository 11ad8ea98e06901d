import { setTimeout as sleep } from 'node:timers/promises';
import { type Kysely, sql } from 'kysely';
import { DatabaseUnavailableError, isDatabaseUnavailable } from './database.errors.js';

/**
 * Waits until the database answers, asking every quarter of a second. Throws DatabaseUnavailableError when
 * `patienceMs` have passed; any other error (a wrong password, no such database) is thrown at once.
 */
export async function waitForDatabase<Schema>(
  db: Kysely<Schema>,
  { patienceMs, log }: { patienceMs: number; log?: (line: string) => void },
): Promise<void> {
  const deadline = Date.now() + patienceMs;
  for (let attempt = 1; ; attempt += 1) {
    try {
      await sql`select 1`.execute(db);
      return;
    } catch (error) {
      if (!isDatabaseUnavailable(error)) throw error;
      if (Date.now() >= deadline) {
        throw new DatabaseUnavailableError(`The database did not answer within ${String(patienceMs)} ms.`, {
          cause: error,
        });
      }
      if (attempt === 1) log?.('waiting for the database');
      await sleep(250);
    }
  }
}
