import { Injectable } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { type Generated, Kysely, type Migration, sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestDatabase } from '../../../test/support/fresh-database.js';
import { createTestDatabase } from '../../../test/support/postgres.js';
import { DatabaseUnavailableError } from './database.errors.js';
import { DatabaseModule } from './database.module.js';
import { migrate } from './migrate.js';
import { openDatabase } from './open-database.js';
import { Readiness, TelemetryModule } from '#lib/telemetry/nest';

interface IntakeSchema {
  case_record: { id: Generated<number>; title: string };
}

class IntakeDatabase extends Kysely<IntakeSchema> {}

@Injectable()
class Submissions {
  constructor(private readonly db: IntakeDatabase) {}

  async add(title: string): Promise<string[]> {
    await this.db.insertInto('case_record').values({ title }).execute();
    return (await this.db.selectFrom('case_record').select('title').execute()).map((row) => row.title);
  }
}

const migrations: Record<string, Migration> = {
  '0001-cases': {
    async up(db: Kysely<unknown>) {
      await sql`select pg_sleep(0.2)`.execute(db);
      await sql`create table case_record (id serial primary key, title text not null)`.execute(db);
    },
  },
};

describe('the database of an app', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(() => database.drop());

  const appOf = (url: string, patienceMs = 10_000) =>
    Test.createTestingModule({
      imports: [
        DatabaseModule.forRootAsync({
          database: IntakeDatabase,
          useFactory: () => ({ url, schema: 'intake', migrations, patienceMs }),
        }),
      ],
      providers: [Submissions],
    }).compile();

  it('is injected by its class, migrated, in the app’s own schema, and closed at shutdown', async () => {
    const app = await appOf(database.url);
    expect(await app.get(Submissions).add('Pothole')).toEqual(['Pothole']);
    await app.close();
    await expect(app.get(Submissions).add('Graffiti')).rejects.toThrow();

    const db = openDatabase<{ 'intake.case_record': { title: string } }>({ url: database.url });
    expect(await db.selectFrom('intake.case_record').select('title').execute()).toEqual([
      { title: 'Pothole' },
    ]);
    await db.destroy();
  });

  it('is part of the readiness of its app', async () => {
    const app = await Test.createTestingModule({
      imports: [
        TelemetryModule.forRoot({ service: 'intake' }),
        DatabaseModule.forRootAsync({
          database: IntakeDatabase,
          useFactory: () => ({ url: database.url, schema: 'intake', migrations }),
        }),
      ],
    }).compile();
    const ready = () =>
      Promise.all(
        app
          .get(Readiness, { strict: false })
          .indicatorsOf()
          .map((ask) => ask()),
      );
    expect(await ready()).toMatchObject([{ database: { status: 'up' } }]);
    await app.close();
    expect(await ready()).toMatchObject([{ database: { status: 'down' } }]);
  });

  it('is migrated once when four processes start at the same instant', async () => {
    const pools = [1, 2, 3, 4].map(() => openDatabase({ url: database.url, maxConnections: 1 }));
    const applied = await Promise.all(pools.map((db) => migrate(db, { schema: 'together', migrations })));
    expect(applied.flat()).toEqual(['0001-cases']);
    await Promise.all(pools.map((db) => db.destroy()));
  });

  it('is waited for while another process migrates, for longer than a statement may take', async () => {
    const pools = [1, 2].map(() =>
      openDatabase({ url: database.url, maxConnections: 1, statementTimeoutMs: 50 }),
    );
    const applied = await Promise.all(pools.map((db) => migrate(db, { schema: 'patient', migrations })));
    expect(applied.flat()).toEqual(['0001-cases']);
    const limits = await Promise.all(
      pools.map((db) =>
        sql<{ limit: string }>`select current_setting('statement_timeout') as limit`.execute(db),
      ),
    );
    expect(limits.map(({ rows }) => rows[0]?.limit)).toEqual(['50ms', '50ms']);
    await Promise.all(pools.map((db) => db.destroy()));
  });

  it('keeps nothing of a migration that fails, and frees the lock', async () => {
    const db = openDatabase({ url: database.url, maxConnections: 1 });
    const failing = {
      '0001-half': {
        async up(half: Kysely<unknown>) {
          await sql`create table half_done (id integer)`.execute(half);
          await sql`select no_such_function()`.execute(half);
        },
      },
    };
    await expect(migrate(db, { schema: 'failing', migrations: failing })).rejects.toMatchObject({
      code: '42883',
    });
    const { rows } = await sql`select to_regclass('failing.half_done') as found`.execute(db);
    expect(rows).toEqual([{ found: null }]);
    expect(await migrate(db, { schema: 'failing', migrations })).toEqual(['0001-cases']);
    await db.destroy();
  });

  it('is waited for, and then missed in words', async () => {
    await expect(appOf('postgresql://nobody:secret@127.0.0.1:9/none', 400)).rejects.toThrow(
      new DatabaseUnavailableError('Within 400 ms the database at 127.0.0.1:9 did not answer.'),
    );
  });
});
