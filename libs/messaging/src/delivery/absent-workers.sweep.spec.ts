import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { INestApplication } from '@nestjs/common';
import { type Kysely, sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openDatabase } from '#lib/database';
import { lineOf, type ModuleProcesses, moduleProcesses } from '../../../../test/support/module-processes.js';
import { startListeningService } from '../../../../test/support/listening-service.js';
import type { TestDatabase } from '../../../../test/support/fresh-database.js';
import { createTestDatabase } from '../../../../test/support/postgres.js';

/** A process of the service: adds one event, tells when its handler has begun, and never ends. */
const consumer = (url: string): string => `
  import 'reflect-metadata';
  import { NestFactory } from '@nestjs/core';
  import { Module } from '@nestjs/common';
  import { EventPattern, Payload } from '@nestjs/microservices';
  import { FastifyAdapter } from '@nestjs/platform-fastify';
  import { Controller } from '@nestjs/common';
  import { DurableEventsStrategy, MessagingModule, Outbox } from '#lib/messaging';
  import { openDatabase } from '#lib/database';

  const url = ${JSON.stringify(url)};
  class Listener {
    on() { console.log('begun now'); return new Promise(() => undefined); }
  }
  EventPattern('case.registered')(Listener.prototype, 'on', Object.getOwnPropertyDescriptor(Listener.prototype, 'on'));
  Controller()(Listener);
  class App {}
  Module({
    imports: [MessagingModule.forRootAsync({ useFactory: () => ({ url, service: 'sharepoint' }) })],
    controllers: [Listener],
  })(App);
  const app = await NestFactory.create(App, new FastifyAdapter(), { logger: false });
  app.connectMicroservice({ strategy: app.get(DurableEventsStrategy) });
  await app.startAllMicroservices();
  const db = openDatabase({ url });
  await db.transaction().execute((trx) => app.get(Outbox).add(trx, { type: 'case.registered', data: { number: 1 } }));
`;

describe('the event of a worker that was killed', () => {
  let programs: ModuleProcesses;
  let database: TestDatabase;
  let db: Kysely<unknown>;
  let child: ChildProcess;
  let app: INestApplication | undefined;
  const handled = vi.fn();

  beforeAll(async () => {
    programs = await moduleProcesses();
    database = await createTestDatabase();
    db = openDatabase({ url: database.url });
    child = await programs.start(consumer(database.url));
    await lineOf(child, 'begun');
  });
  afterAll(async () => {
    child.kill('SIGKILL');
    await app?.close();
    await db.destroy();
    await database.drop();
    await programs.remove();
  });

  it('stays with the worker while it lives, however long it takes', async () => {
    app = await startListeningService({ url: database.url, absenceMs: 300 }, handled);
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    expect(handled).not.toHaveBeenCalled();
  });

  it('is taken again by another within 30 seconds, as its second attempt', { timeout: 40_000 }, async () => {
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
    await app?.close();
    app = await startListeningService({ url: database.url, absenceMs: 3_000 }, (event, { attempt }) =>
      handled(event.data.number, attempt),
    );
    await vi.waitFor(() => {
      expect(handled).toHaveBeenCalledWith(1, 2);
    }, 30_000);
    await vi.waitFor(async () => {
      expect((await sql`select from queue_sharepoint.jobs`.execute(db)).rows).toEqual([]);
    });
    const { rows } = await sql`select distinct crew_lock from messaging.worker`.execute(db);
    expect(rows).toHaveLength(1);
  });
});
