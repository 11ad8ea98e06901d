import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Kysely, sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { isDatabaseUnavailable } from './database.errors.js';
import { type EmbeddedPostgres, startEmbeddedPostgres } from './embedded/embedded-postgres.js';
import { openDatabase } from './open-database.js';

describe('an open database', () => {
  let directory: string;
  let postgres: EmbeddedPostgres;
  let db: Kysely<unknown>;
  const log = vi.fn();

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'causeway-open-'));
    postgres = await startEmbeddedPostgres({ directory: join(directory, 'postgres'), durable: false });
    db = openDatabase({
      url: postgres.url,
      maxConnections: 2,
      applicationName: 'intake',
      connectTimeoutMs: 300,
      statementTimeoutMs: 200,
      log,
    });
  });
  afterAll(async () => {
    await db.destroy();
    await postgres.stop();
    await rm(directory, { recursive: true, force: true });
  });

  const failureOf = (work: Promise<unknown>): Promise<unknown> =>
    work.then(
      () => undefined,
      (error: unknown) => error,
    );

  it('shows whose it is', async () => {
    const { rows } = await sql<{ name: string }>`select current_setting('application_name') as name`.execute(
      db,
    );
    expect(rows).toEqual([{ name: 'intake' }]);
  });

  it('ends a statement that takes too long, which is no sign of an outage', async () => {
    const failure = await failureOf(sql`select pg_sleep(5)`.execute(db));
    expect(failure).toMatchObject({ code: '57014' });
    expect(isDatabaseUnavailable(failure)).toBe(false);
  });

  it('says that no connection is free as an outage, after the configured wait', async () => {
    const busy = [1, 2].map(() =>
      db.transaction().execute(async (transaction) => {
        await sql`set local statement_timeout = 0`.execute(transaction);
        await sql`select pg_sleep(0.8)`.execute(transaction);
      }),
    );
    await vi.waitFor(() => expect(busy).toHaveLength(2));
    const failure = await failureOf(sql`select 1`.execute(db));
    expect(isDatabaseUnavailable(failure)).toBe(true);
    await Promise.all(busy);
  });

  it('outlives a restart of the server: what runs fails as an outage, what comes later works', async () => {
    await sql`select 1`.execute(db);
    const running = failureOf(
      db.transaction().execute(async (transaction) => {
        await sql`set local statement_timeout = 0`.execute(transaction);
        await sql`select pg_sleep(10)`.execute(transaction);
      }),
    );
    await new Promise((resolve) => setTimeout(resolve, 100));
    await postgres.stop();
    expect(isDatabaseUnavailable(await running)).toBe(true);
    expect(isDatabaseUnavailable(await failureOf(sql`select 1`.execute(db)))).toBe(true);

    postgres = await startEmbeddedPostgres({ directory: join(directory, 'postgres'), durable: false });
    expect((await sql`select 1 as answer`.execute(db)).rows).toEqual([{ answer: 1 }]);
  });

  it.each([
    [Object.assign(new Error(), { code: 'ECONNREFUSED' }), true],
    [Object.assign(new Error(), { code: '57P03' }), true],
    [new AggregateError([Object.assign(new Error(), { code: 'ECONNREFUSED' })]), true],
    [new Error('Connection terminated unexpectedly'), true],
    [Object.assign(new Error('duplicate key'), { code: '23505' }), false],
    [new Error('no result'), false],
    ['a string', false],
  ])('tells an outage from a mistake (%s)', (error, outage) => {
    expect(isDatabaseUnavailable(error)).toBe(outage);
  });
});
