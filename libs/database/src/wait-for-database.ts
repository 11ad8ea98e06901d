import { setTimeout as sleep } from 'node:timers/promises';
import { type Kysely, sql } from 'kysely';
import { DatabaseUnavailableError, isDatabaseUnavailable } from './database.errors.js';

/** For how long to wait, and for what. */
interface Waiting {
  /** The database's address. Only its host is told, since there may be a password in it. */
  url: string;
  patienceMs: number;
  log?: ((line: string) => void) | undefined;
}

/**
 * Waits until the database answers, asking every quarter of a second. Throws DatabaseUnavailableError when
 * `patienceMs` have passed; any other error (a wrong password, no such database) is thrown at once.
 */
export async function waitForDatabase<Schema>(
  db: Kysely<Schema>,
  { url, patienceMs, log }: Waiting,
): Promise<void> {
  const deadline = Date.now() + patienceMs;
  const database = `the database${placeOf(url)}`;
  for (let attempt = 1; ; attempt += 1) {
    try {
      await sql`select 1`.execute(db);
      return;
    } catch (error) {
      if (!isDatabaseUnavailable(error)) throw error;
      if (Date.now() >= deadline) {
        throw new DatabaseUnavailableError(`Within ${patienceMs} ms ${database} did not answer.`, {
          cause: error,
        });
      }
      if (attempt === 1) log?.(`waiting for ${database}`);
      await sleep(250);
    }
  }
}

function placeOf(url: string): string {
  const host = URL.canParse(url) ? new URL(url).host : '';
  return host === '' ? '' : ` at ${host}`;
}
