import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { INestApplication } from '@nestjs/common';
import { type Kysely, sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type EmbeddedPostgres, openDatabase, startEmbeddedPostgres } from '#lib/database';
import { startListeningService } from '../../../../test/support/listening-service.js';
import { createTestDatabase } from '../../../../test/support/postgres.js';
import { MessagingSettings } from '../messaging.options.js';
import { Outbox } from '../outbox/outbox.js';
import { MessagingStore } from '../store/messaging.store.js';
import { AbsentWorkersSweep } from './absent-workers.sweep.js';
import { Crew } from './crew.js';
import { DurableEventsStrategy } from './durable-events.strategy.js';

describe('a crew that cannot begin', () => {
  it('is not present either', async () => {
    const database = await createTestDatabase();
    const db = openDatabase({ url: database.url });
    const settings = new MessagingSettings({ url: database.url, service: 'sharepoint' });
    const store = await MessagingStore.open(settings);
    await store.onApplicationShutdown();
    const crew = new Crew(
      store,
      settings,
      { 'sharepoint/case.registered': () => undefined },
      () => undefined,
    );
    await expect(crew.begin()).rejects.toThrow();
    await vi.waitFor(async () => {
      const { rows } = await sql`
        select from pg_stat_activity
         where datname = current_database() and application_name = 'sharepoint-presence'`.execute(db);
      expect(rows).toEqual([]);
    });
    await db.destroy();
    await database.drop();
  });
});

describe('a crew that broke', () => {
  it('is waited for at shutdown while it finishes what it has in hand', { timeout: 15_000 }, async () => {
    const database = await createTestDatabase();
    const db = openDatabase({ url: database.url });
    const rename = async (from: string, to: string): Promise<void> => {
      await sql`alter table ${sql.id('queue_sharepoint', from)} rename to ${sql.id(to)}`.execute(db);
    };
    const begun: number[] = [];
    let finished = false;
    const app = await startListeningService({ url: database.url, abandonMs: 5_000 }, async ({ data }) => {
      begun.push(data.number);
      if (data.number === 1) {
        await sleep(2_500);
        finished = true;
      } else await rename('_private_jobs', 'hidden');
    });
    const register = (number: number) =>
      db
        .transaction()
        .execute((transaction) =>
          app.get(Outbox).add(transaction, { type: 'case.registered', data: { number } }),
        );
    await register(1);
    await vi.waitFor(() => {
      expect(begun).toEqual([1]);
    });
    await register(2);
    await vi.waitFor(() => {
      expect(begun).toEqual([1, 2]);
    });
    await sleep(300);
    await rename('hidden', '_private_jobs');
    await app.close();
    expect(finished).toBe(true);
    await db.destroy();
    await database.drop();
  });
});

describe('a consumer whose database restarts', () => {
  let directory: string;
  let postgres: EmbeddedPostgres;
  let db: Kysely<unknown>;
  let app: INestApplication;
  const arrived: number[] = [];
  let whileHandling: () => Promise<void> = () => Promise.resolve();

  const fail = (error: unknown): void => {
    throw error;
  };
  const start = async (): Promise<EmbeddedPostgres> => startEmbeddedPostgres({ directory, durable: false });
  const restart = async (): Promise<void> => {
    await postgres.stop();
    await sleep(300);
    postgres = await start();
  };
  const register = (number: number) =>
    db
      .transaction()
      .execute((transaction) =>
        app.get(Outbox).add(transaction, { type: 'case.registered', data: { number } }),
      );

  beforeAll(async () => {
    directory = join(await mkdtemp(join(tmpdir(), 'causeway-crew-')), 'postgres');
    postgres = await start();
    db = openDatabase({ url: postgres.url });
    app = await startListeningService({ url: postgres.url }, async ({ data }) => {
      arrived.push(data.number);
      await whileHandling();
    });
  });
  afterAll(async () => {
    await app.close();
    await db.destroy();
    await postgres.stop();
    await rm(join(directory, '..'), { recursive: true, force: true });
  });

  it('is still known after its presence was lost for longer than absenceMs', async () => {
    const store = app.get(DurableEventsStrategy).unwrap<MessagingStore>();
    const roster = async (): Promise<string[]> =>
      (await store.db.selectFrom('messaging.worker').select('worker_id').orderBy('worker_id').execute()).map(
        (row) => row.worker_id,
      );
    await vi.waitFor(async () => {
      expect(await roster()).toHaveLength(4);
    });
    const crew = await roster();
    await sql`select pg_terminate_backend(pid, 1000) from pg_stat_activity
               where application_name = 'sharepoint-presence'`.execute(db);
    const givenUp = await new AbsentWorkersSweep(store, 'sharepoint', 0, fail).sweep();
    expect(givenUp.sort()).toEqual(crew);
    await vi.waitFor(async () => {
      expect(await roster()).toEqual(crew);
    }, 5_000);
  });

  it('goes on with what comes after', async () => {
    await register(1);
    await vi.waitFor(() => {
      expect(arrived).toEqual([1]);
    });
    await restart();
    await register(2);
    await vi.waitFor(() => {
      expect(arrived).toEqual([1, 2]);
    }, 10_000);
  });

  it('handles again what it could not acknowledge, with its full crew', async () => {
    whileHandling = async () => {
      whileHandling = () => Promise.resolve();
      await postgres.stop();
    };
    await register(3);
    await vi.waitFor(() => {
      expect(arrived).toContain(3);
    });
    await sleep(500);
    postgres = await start();
    await vi.waitFor(() => {
      expect(arrived.filter((number) => number === 3)).toHaveLength(2);
    }, 15_000);

    let together = 0;
    let running = 0;
    whileHandling = async () => {
      running += 1;
      together = Math.max(together, running);
      await sleep(150);
      running -= 1;
    };
    for (const number of [10, 11, 12, 13, 14, 15, 16, 17]) await register(number);
    await vi.waitFor(() => {
      expect(arrived.filter((number) => number >= 10)).toHaveLength(8);
    }, 10_000);
    // One more while the crew of before still has one in hand.
    expect(together).toBeGreaterThanOrEqual(4);
  });

  it('gets back an event whose acknowledgement failed although the database is there', async () => {
    const rename = async (from: string, to: string): Promise<void> => {
      await sql`alter table ${sql.id('queue_sharepoint', from)} rename to ${sql.id(to)}`.execute(db);
    };
    whileHandling = async () => {
      whileHandling = () => Promise.resolve();
      await rename('_private_jobs', 'hidden');
      setTimeout(() => void rename('hidden', '_private_jobs'), 300);
    };
    await register(20);
    await vi.waitFor(() => {
      expect(arrived.filter((number) => number === 20)).toHaveLength(2);
    }, 15_000);
  });
});
