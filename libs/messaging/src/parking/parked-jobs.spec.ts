import type { INestApplication } from '@nestjs/common';
import { Registry } from 'prom-client';
import { type Kysely, sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openDatabase } from '#lib/database';
import { startListeningService } from '../../../../test/support/listening-service.js';
import type { TestDatabase } from '../../../../test/support/fresh-database.js';
import { createTestDatabase } from '../../../../test/support/postgres.js';
import { Backlog } from '../backlog.js';
import { PermanentRefusal } from '../delivery/permanent-refusal.js';
import { Outbox } from '../outbox/outbox.js';
import { ParkedJobs } from './parked-jobs.js';

class RowRefused extends PermanentRefusal {}

describe('a delivery that is replayed before its parking is done', () => {
  it('is not lost', async () => {
    const database = await createTestDatabase();
    const db = openDatabase({ url: database.url });
    const handled = vi.fn();
    const app = await startListeningService({ url: database.url }, async (event) => {
      handled(event.id);
      if (handled.mock.calls.length > 1) return;
      // What stands in the tables between the commit of the parking and the end of the job.
      await app.get(ParkedJobs).park(event, new RowRefused('row-refused', 'Dataverse refused a column'), 1);
      const [parked] = await app.get(ParkedJobs).list();
      expect(await app.get(ParkedJobs).replay(parked?.id ?? '')).toBe(true);
    });
    const id = 'an author’s own id';
    await db
      .transaction()
      .execute((transaction) =>
        app.get(Outbox).add(transaction, { id, type: 'case.registered', data: { number: 7 } }),
      );
    await vi.waitFor(async () => {
      expect(handled.mock.calls).toEqual([[id], [id]]);
      expect((await sql`select from queue_sharepoint.jobs`.execute(db)).rows).toEqual([]);
    }, 5_000);
    await app.close();
    await db.destroy();
    await database.drop();
  });
});

describe('a delivery that is refused for good', () => {
  let database: TestDatabase;
  let db: Kysely<unknown>;
  let app: INestApplication;
  const registry = new Registry();
  let mended = false;
  const handled = vi.fn();

  beforeAll(async () => {
    database = await createTestDatabase();
    db = openDatabase({ url: database.url });
    app = await startListeningService({ url: database.url, registry }, (event) => {
      if (!mended) throw new RowRefused('row-refused', 'Dataverse refused a column');
      handled(event);
    });
  });
  afterAll(async () => {
    await app.close();
    await db.destroy();
    await database.drop();
  });

  const register = () =>
    db
      .transaction()
      .execute((transaction) =>
        app.get(Outbox).add(transaction, { type: 'case.registered', subject: 'CW-1', data: { number: 7 } }),
      );

  it('is tried again, at our pace and without a word of the database, when it could not be parked', async () => {
    await sql`alter table messaging.parked rename to hidden`.execute(db);
    await register();
    await vi.waitFor(async () => {
      const { rows } = await sql`select attempts, last_error from queue_sharepoint.jobs`.execute(db);
      // Somebody who looks seldom, on a busy machine, may miss the third.
      expect(rows).toMatchObject([{ last_error: 'error 42P01' }]);
      expect(Number((rows[0] as { attempts: unknown }).attempts)).toBeGreaterThanOrEqual(3);
    }, 3_000);
    await sql`alter table messaging.hidden rename to parked`.execute(db);
    await vi.waitFor(async () => {
      expect(await app.get(ParkedJobs).list()).toHaveLength(1);
    });
    await sql`delete from messaging.parked`.execute(db);
  });

  it('is parked with its code and reason, and is not tried again', async () => {
    const event = await register();
    await vi.waitFor(async () => {
      expect(await app.get(ParkedJobs).list({ service: 'sharepoint' })).toMatchObject([
        {
          eventId: event.id,
          subject: 'CW-1',
          code: 'row-refused',
          reason: 'Dataverse refused a column',
          attempts: 1,
        },
      ]);
    });
    expect(await app.get(ParkedJobs).list({ service: 'archive' })).toEqual([]);
    expect(await app.get(Backlog).waiting()).toBe(0);
  });

  it('shows nothing of what the event says', async () => {
    const [job] = await app.get(ParkedJobs).list();
    expect(JSON.stringify(job)).not.toContain('number');
  });

  it('is seen in the metrics', async () => {
    const text = await registry.metrics();
    expect(text).toContain('messaging_jobs{queue="sharepoint/case.registered",state="parked"} 1');
    expect(text).toContain('messaging_jobs{queue="sharepoint/case.registered",state="waiting"} 0');
    expect(text).toContain('messaging_deliveries_total{event="case.registered",outcome="parked"} 2');
  });

  it('is delivered as it was when replayed, and then is parked no longer', async () => {
    const [job] = await app.get(ParkedJobs).list();
    mended = true;
    expect(await app.get(ParkedJobs).replay(job?.id ?? '')).toBe(true);
    await vi.waitFor(() => {
      expect(handled).toHaveBeenCalledTimes(1);
    });
    expect(handled.mock.calls[0]?.[0]).toMatchObject({ id: job?.eventId, data: { number: 7 } });
    expect(await app.get(ParkedJobs).list()).toEqual([]);
    expect(await app.get(ParkedJobs).replay(job?.id ?? '')).toBe(false);
  });
});
