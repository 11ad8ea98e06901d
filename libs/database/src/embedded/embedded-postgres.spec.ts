import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, chown, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { sql } from 'kysely';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { lineOf, type ModuleProcesses, moduleProcesses } from '../../../../test/support/module-processes.js';
import { openDatabase } from '../open-database.js';
import { type EmbeddedPostgres, startEmbeddedPostgres } from './embedded-postgres.js';
import { EmbeddedPostgresInUseError } from './embedded-postgres.errors.js';
import { readLivePostmaster } from './postmaster-pid.js';

const asRoot = process.getuid?.() === 0;

describe('the embedded PostgreSQL', () => {
  let programs: ModuleProcesses;
  let template: string;
  let directory: string;
  let running: EmbeddedPostgres | undefined;

  beforeAll(async () => {
    programs = await moduleProcesses();
    template = await mkdtemp(join(tmpdir(), 'causeway-pg-template-'));
    await (await startEmbeddedPostgres({ directory: join(template, 'postgres') })).stop();
  });
  afterAll(async () => {
    await programs.remove();
    await rm(template, { recursive: true, force: true });
  });
  beforeEach(async () => {
    directory = join(await mkdtemp(join(tmpdir(), 'causeway-pg-')), 'postgres');
    running = undefined;
  });
  afterEach(async () => {
    await running?.stop();
    await rm(join(directory, '..'), { recursive: true, force: true });
  });

  const start = async (): Promise<EmbeddedPostgres> =>
    (running = await startEmbeddedPostgres({ directory, durable: false }));

  /** A database that was made before; to make each anew would take most of this spec's time. */
  const takeOneMadeBefore = async (): Promise<void> => {
    await promisify(execFile)('cp', ['-a', join(template, 'postgres'), directory]);
  };

  const ask = async (url: string, statement: string): Promise<unknown> => {
    const db = openDatabase({ url, maxConnections: 1 });
    try {
      return (await sql.raw<{ answer: unknown }>(statement).execute(db)).rows[0]?.answer;
    } finally {
      await db.destroy();
    }
  };

  /** A Node process of its own that starts the database, says its port, and lives until it is killed. */
  const startElsewhere = async (options = {}, durable = false): Promise<ChildProcess> =>
    programs.start(
      `import { startEmbeddedPostgres } from '#lib/database';
       startEmbeddedPostgres({ directory: ${JSON.stringify(directory)}, durable: ${String(durable)} }).then(
         ({ url }) => { console.log('url ' + url); setInterval(() => undefined, 1000); },
         (error) => { console.log('refused ' + error.code + ' ' + error.holderPid); process.exit(3); });`,
      options,
    );

  const kill = async (child: ChildProcess, signal: NodeJS.Signals = 'SIGKILL'): Promise<void> => {
    const gone = once(child, 'exit');
    child.kill(signal);
    await gone;
  };

  it('keeps its rows over a stop and a start, as UTF-8', async () => {
    await ask((await start()).url, `create table case_record as select 'Straße ✓' as title`);
    await running?.stop();
    const { url, adopted } = await start();
    expect(adopted).toBe(false);
    expect(await ask(url, 'select title as answer from case_record')).toBe('Straße ✓');
    expect(await ask(url, `select current_setting('server_encoding') as answer`)).toBe('UTF8');
  });

  it('lets nobody in without the password, which only its owner may read', async () => {
    await takeOneMadeBefore();
    const { url, port } = await start();
    await expect(ask(url.replace(/:[^:@]+@/, ':wrong@'), 'select 1 as answer')).rejects.toMatchObject({
      code: '28P01',
    });
    const { mode } = await stat(join(directory, 'data', 'administrator.password'));
    expect(mode & 0o777).toBe(0o600);
    expect(port).toBeGreaterThan(0);
  });

  it('is durable unless it is told otherwise', async () => {
    await takeOneMadeBefore();
    running = await startEmbeddedPostgres({ directory });
    expect(
      await ask(
        running.url,
        `select current_setting('fsync') || current_setting('synchronous_commit') as answer`,
      ),
    ).toBe('onon');
  });

  it('adopts the server that a killed process left behind, and its pid file stays', async () => {
    await takeOneMadeBefore();
    const child = await startElsewhere();
    const url = await lineOf(child, 'url');
    await ask(url, 'create table case_record as select 42 as number');
    const pidFile = await readFile(join(directory, 'data', 'postmaster.pid'), 'utf8');
    await kill(child);
    const { adopted, url: ours } = await start();
    expect(adopted).toBe(true);
    expect(ours).toBe(url);
    expect(await readFile(join(directory, 'data', 'postmaster.pid'), 'utf8')).toBe(pidFile);
    expect(await ask(ours, 'select number as answer from case_record')).toBe(42);
  });

  it('recovers when process and server were both killed, stale pid file and all', async () => {
    await takeOneMadeBefore();
    const child = await startElsewhere({}, true);
    await ask(await lineOf(child, 'url'), 'create table case_record as select 42 as number');
    const postmaster = await readLivePostmaster(join(directory, 'data'));
    await kill(child);
    process.kill(postmaster?.pid ?? 0, 'SIGKILL');
    const { url } = await start();
    expect(await ask(url, 'select number as answer from case_record')).toBe(42);
  });

  it('starts a server again that was killed under its owner, where the pool finds it', async () => {
    await takeOneMadeBefore();
    const { url, port, stop } = await start();
    const db = openDatabase({ url });
    await sql`select 1`.execute(db);
    process.kill((await readLivePostmaster(join(directory, 'data')))?.pid ?? 0, 'SIGKILL');
    await vi.waitFor(() => sql`select 1`.execute(db), { timeout: 15_000, interval: 100 });
    await db.destroy();
    await stop();
    expect(await readLivePostmaster(join(directory, 'data'))).toBeUndefined();
    expect((await start()).port).toBe(port);
  });

  describe('whose stale pid file names a process that is no PostgreSQL', () => {
    let stranger: ChildProcess;
    const beStrange = async (identity: { uid?: number }): Promise<void> => {
      stranger = spawn('sleep', ['60'], { ...identity, stdio: 'ignore' });
      await once(stranger, 'spawn');
      const data = join(directory, 'data');
      await writeFile(join(data, 'postmaster.pid'), `${String(stranger.pid)}\n${data}\n1\n9\n\n\n`);
    };
    afterEach(() => kill(stranger));

    it.skipIf(!asRoot)(
      'starts, for the process of another user cannot be a server of this data',
      async () => {
        await takeOneMadeBefore();
        await beStrange({});
        const { url, adopted } = await start();
        expect(adopted).toBe(false);
        expect(await ask(url, 'select 1 as answer')).toBe(1);
      },
    );

    it('says which process that is when PostgreSQL itself cannot tell', { timeout: 20_000 }, async () => {
      await takeOneMadeBefore();
      const { uid } = await stat(join(directory, 'data'));
      await beStrange(asRoot ? { uid } : {});
      await expect(start()).rejects.toThrow(`postmaster.pid names process ${String(stranger.pid)}`);
    });
  });

  it('leaves a server alone that another process has come to own', { timeout: 20_000 }, async () => {
    await takeOneMadeBefore();
    const log = vi.fn();
    const lost = await startEmbeddedPostgres({ directory, durable: false, log });
    const url = new URL(lost.url);
    url.pathname = '/postgres';
    const other = new pg.Client({ connectionString: url.href });
    await other.connect();
    const taken = other.query('select pg_advisory_lock(7203881145)');
    const owner = `causeway-owner-${String(process.pid)}`;
    await ask(
      url.href,
      `select pg_terminate_backend(pid) as answer from pg_stat_activity where application_name = '${owner}'`,
    );
    await taken;
    await vi.waitFor(
      () => {
        expect(log).toHaveBeenCalledWith(expect.stringContaining('in use by'));
      },
      { timeout: 10_000 },
    );
    await lost.stop();
    expect((await other.query('select 1 as answer')).rows).toEqual([{ answer: 1 }]);
    await other.end();
    expect((await start()).adopted).toBe(true);
  });

  it('refuses a second instance and names the process that holds it', async () => {
    await takeOneMadeBefore();
    const child = await startElsewhere();
    await lineOf(child, 'url');
    const refusal = await start().catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(EmbeddedPostgresInUseError);
    expect(refusal).toMatchObject({ code: 'in-use', holderPid: child.pid });
    expect(String((refusal as Error).message)).toContain(`process with id ${String(child.pid)}`);
    await kill(child);
    await start();
  });

  it('lets exactly one of four win that start at the same instant on a folder that is not there yet', async () => {
    const attempts = await Promise.allSettled(
      [1, 2, 3, 4].map(() => startEmbeddedPostgres({ directory, durable: false })),
    );
    const winners = attempts.filter((attempt) => attempt.status === 'fulfilled');
    const losers = attempts.filter((attempt) => attempt.status === 'rejected');
    running = winners[0]?.value;
    expect(winners).toHaveLength(1);
    for (const { reason } of losers) expect(reason).toBeInstanceOf(EmbeddedPostgresInUseError);
  });

  it('outlives the Ctrl-C that ends the terminal’s processes', async () => {
    await takeOneMadeBefore();
    // The child leads a process group of its own, as a job of a terminal does; Ctrl-C goes to the whole group.
    const child = await startElsewhere({ detached: true });
    await lineOf(child, 'url');
    const gone = once(child, 'exit');
    process.kill(-(child.pid ?? 0), 'SIGINT');
    await gone;
    expect((await start()).adopted).toBe(true);
  });

  it('refuses, in words, data that another major version wrote', async () => {
    await takeOneMadeBefore();
    await start();
    await running?.stop();
    running = undefined;
    await writeFile(join(directory, 'data', 'PG_VERSION'), '15\n');
    await expect(start()).rejects.toThrow(/written by PostgreSQL 15; installed is 18/);
  });

  it('says in words when the data cannot be made', async () => {
    await writeFile(directory, 'a file where the folder should be');
    await expect(start()).rejects.toThrow(/postgres.*cannot be read/);
  });

  it.skipIf(!asRoot)(
    'runs, started by root, as nobody, even below a folder that only root may enter',
    async () => {
      const closed = join(directory, '..');
      await chmod(closed, 0o700);
      const { url } = await start();
      expect(await ask(url, 'select 1 as answer')).toBe(1);
      expect((await stat(join(directory, 'data'))).uid).toBe(65534);
    },
  );

  it.skipIf(!asRoot)('runs, started by root, as the owner of the folder around it', async () => {
    await chown(join(directory, '..'), 1, 1);
    await start();
    expect((await stat(join(directory, 'data'))).uid).toBe(1);
  });

  it.skipIf(!asRoot)('runs, started by an ordinary user, as that user', async () => {
    await mkdir(directory);
    await chown(join(directory, '..'), 1, 1);
    await chown(directory, 1, 1);
    const child = await startElsewhere({ uid: 1, gid: 1 });
    expect(await ask(await lineOf(child, 'url'), 'select 1 as answer')).toBe(1);
    await kill(child);
    expect((await stat(join(directory, 'data'))).uid).toBe(1);
    // Root adopts what the user left behind, and can end it.
    expect((await start()).adopted).toBe(true);
  });
});
