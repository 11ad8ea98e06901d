import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { EmbeddedPostgresInUseError } from './embedded-postgres.errors.js';

/** Any fixed number: the advisory lock that says who owns an embedded database. */
const ownerLock = 7_203_881_145;
const ownerName = /^causeway-owner-(\d+)$/;

/** How long a lock may outlive its killed holder: PostgreSQL sees the closed connection within milliseconds. */
const patienceMs = 1_500;

/**
 * Takes the database for this process for as long as the returned connection lives. The lock dies with the
 * connection, so a killed owner leaves none behind. Throws EmbeddedPostgresInUseError while another process holds it.
 */
export async function takeOwnership(url: string, directory: string): Promise<pg.Client> {
  const client = new pg.Client({
    connectionString: url,
    application_name: `causeway-owner-${String(process.pid)}`,
    keepAlive: true,
  });
  client.on('error', () => undefined);
  await client.connect();
  const deadline = Date.now() + patienceMs;
  while (!(await tryLock(client))) {
    if (Date.now() > deadline) {
      const holder = await holderOf(client);
      await client.end();
      throw new EmbeddedPostgresInUseError(directory, holder);
    }
    await sleep(50);
  }
  return client;
}

async function tryLock(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ taken: boolean }>('select pg_try_advisory_lock($1) as taken', [
    ownerLock,
  ]);
  return rows[0]?.taken === true;
}

async function holderOf(client: pg.Client): Promise<number | undefined> {
  const { rows } = await client.query<{ name: string }>(
    `select a.application_name as name
       from pg_locks l join pg_stat_activity a using (pid)
      where l.locktype = 'advisory' and l.granted and (l.classid::bigint << 32 | l.objid::bigint) = $1`,
    [ownerLock],
  );
  const pid = ownerName.exec(rows[0]?.name ?? '')?.[1];
  return pid === undefined ? undefined : Number(pid);
}
