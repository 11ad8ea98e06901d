import type { ChildProcess } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { administrator, ensureDataDirectory, readPassword, refuseOtherVersion } from './data-directory.js';
import { EmbeddedPostgresError } from './embedded-postgres.errors.js';
import { chooseOperatingUser } from './operating-user.js';
import { OwnerGuard } from './owner.guard.js';
import { takeOwnership } from './owner.session.js';
import { findPostgresBinaries } from './postgres.binaries.js';
import { readLivePostmaster } from './postmaster-pid.js';
import { choosePort, launchServer, type ServerLaunch } from './server.process.js';

/** Where the embedded PostgreSQL keeps its data, and whom it tells what it does. */
export interface EmbeddedPostgresOptions {
  /** Everything of the database lies in here, e.g. `.causeway/postgres`; made when it is not there. */
  readonly directory: string;
  readonly log?: (line: string) => void;
  /** Default true: what is committed is on disk. `false` is for the throw-away databases of tests alone. */
  readonly durable?: boolean;
  /** How long a start may take, crash recovery included; default 60,000 ms. */
  readonly startTimeoutMs?: number;
}

/** A running embedded PostgreSQL that this process owns. */
export interface EmbeddedPostgres {
  /** Connects to its one database, password included: never log it. */
  readonly url: string;
  readonly port: number;
  /** True when the server was already running: the orphan of a process that was killed. */
  readonly adopted: boolean;
  /** Ends the server in order (PostgreSQL's "fast" shutdown) and waits until it has gone; leaves one lost to another. */
  stop(): Promise<void>;
}

const databaseName = 'causeway';

/** How long whoever stands in `postmaster.pid` may be silent before PostgreSQL itself is asked about it. */
const silenceMs = 2_000;

/**
 * Gives a real PostgreSQL 18 with its data in `directory`.
 *
 * A start goes through these states. *No data*: `initdb` makes it. *No server*: one is started, detached from our
 * terminal; a stale `postmaster.pid` is sorted out by PostgreSQL itself. *A silent one*: the process in that file
 * lives, but may be any other that was given the number since; PostgreSQL is started as well and decides, for beside
 * a living server it refuses to run. *A live server*, the orphan of a killed process: it is adopted as it is. Then the owner's lock decides: it is a session-level advisory lock, which dies
 * with its process, so that of two starts exactly one wins and the other is refused with EmbeddedPostgresInUseError.
 *
 * A server that dies under us (killed for want of memory, say) is started again, on the same port when it is free.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const { log = () => undefined, durable = true, startTimeoutMs = 60_000 } = options;
  const directory = resolve(options.directory);
  const binaries = await findPostgresBinaries();
  const user = chooseOperatingUser(join(directory, 'data'));
  const data = await ensureDataDirectory(directory, binaries, user, durable);
  await refuseOtherVersion(data, binaries);
  const password = await readPassword(data);
  const launch = { binaries, user, data, logFile: join(directory, 'postgres.log'), durable };
  const bringUpAndOwn = async () => {
    const up = await bringUp(launch, password, startTimeoutMs);
    return { ...up, owner: await takeOwnership(urlOf(up.port, password, 'postgres'), directory) };
  };

  const { port, adopted, owner } = await bringUpAndOwn();
  await ensureDatabase(owner);
  log(`PostgreSQL ${adopted ? 'was still running: adopted' : 'is up'} on port ${String(port)}`);

  const guard = new OwnerGuard(owner, async () => (await bringUpAndOwn()).owner, log);
  let stopping: Promise<void> | undefined;
  return {
    url: urlOf(port, password, databaseName),
    port,
    adopted,
    stop: () => (stopping ??= guard.dismiss().then((last) => last && stopServer(data, last))),
  };
}

async function bringUp(
  launch: Omit<ServerLaunch, 'port'>,
  password: string,
  timeoutMs: number,
): Promise<{ port: number; adopted: boolean }> {
  const deadline = Date.now() + timeoutMs;
  let child: ChildProcess | undefined;
  let launches = 0;
  let heardAt = Date.now();
  while (Date.now() < deadline) {
    const live = await readLivePostmaster(launch.data);
    const answer = await askServer(live?.port, password, launch.data);
    if (answer === 'ready' && live?.port !== undefined) {
      return { port: live.port, adopted: live.pid !== child?.pid };
    }
    if (answer === 'not-yet' || isRunning(child)) heardAt = Date.now();
    // A child that ended has lost a race, for its port or against another start: look again before the next try.
    if (!isRunning(child) && (live === undefined || Date.now() - heardAt > silenceMs)) {
      if (launches === 3) break;
      child = await launchServer({ ...launch, port: await choosePort(launch.data) });
      launches += 1;
      heardAt = Date.now();
    }
    await sleep(25);
  }
  throw await startFailed(launch);
}

async function startFailed({ data, logFile }: Omit<ServerLaunch, 'port'>): Promise<EmbeddedPostgresError> {
  const live = await readLivePostmaster(data);
  const suspect =
    live === undefined
      ? ''
      : ` Its postmaster.pid names process ${String(live.pid)}: if that is no PostgreSQL, remove that file.`;
  return new EmbeddedPostgresError(
    'start-failed',
    `PostgreSQL did not start on ${data}.${suspect} The end of its log:\n${await endOf(logFile)}`,
  );
}

/** PostgreSQL's `cannot_connect_now` (it starts, recovers or stops) and `too_many_connections`. */
const notNow = new Set(['57P03', '53300']);

function isRunning(child: ChildProcess | undefined): boolean {
  return child?.pid !== undefined && child.exitCode === null && child.signalCode === null;
}

/** `ready`: it accepts us and is the server of this very directory. `not-yet`: it refuses us as PostgreSQL does. */
async function askServer(
  port: number | undefined,
  password: string,
  data: string,
): Promise<'ready' | 'not-yet' | 'silent'> {
  if (port === undefined) return 'silent';
  const connectionString = urlOf(port, password, 'postgres');
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: silenceMs });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ data_directory: string }>('show data_directory');
    return resolve(rows[0]?.data_directory ?? '') === data ? 'ready' : 'silent';
  } catch (error) {
    return error instanceof pg.DatabaseError && notNow.has(error.code ?? '') ? 'not-yet' : 'silent';
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function ensureDatabase(owner: pg.Client): Promise<void> {
  const { rowCount } = await owner.query('select from pg_database where datname = $1', [databaseName]);
  if (rowCount === 0) await owner.query(`create database ${databaseName}`);
}

async function stopServer(data: string, owner: pg.Client): Promise<void> {
  const live = await readLivePostmaster(data);
  if (live !== undefined) {
    // SIGINT is PostgreSQL's fast shutdown: sessions end, everything is flushed, then it goes.
    process.kill(live.pid, 'SIGINT');
    await untilGone(data, live.pid);
  }
  await owner.end().catch(() => undefined);
}

async function untilGone(data: string, pid: number): Promise<void> {
  const deadline = Date.now() + 60_000;
  while ((await readLivePostmaster(data))?.pid === pid) {
    if (Date.now() > deadline) {
      throw new EmbeddedPostgresError(
        'stop-failed',
        `PostgreSQL (process ${String(pid)}) did not stop within 60 s.`,
      );
    }
    await sleep(20);
  }
}

async function endOf(logFile: string): Promise<string> {
  return (await readFile(logFile, 'utf8').catch(() => '')).trim().split('\n').slice(-8).join('\n');
}

function urlOf(port: number, password: string, database: string): string {
  return `postgresql://${administrator}:${password}@127.0.0.1:${String(port)}/${database}`;
}
