import type { INestApplication } from '@nestjs/common';
import { type Kysely, sql } from 'kysely';
import { setTimeout as sleep } from 'node:timers/promises';
import { Observable } from 'rxjs';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { openDatabase } from '#lib/database';
import { currentTrace, runInTrace } from '#lib/telemetry';
import { type Handle, startListeningService } from '../../../../test/support/listening-service.js';
import type { TestDatabase } from '../../../../test/support/fresh-database.js';
import { createTestDatabase } from '../../../../test/support/postgres.js';
import type { DomainEvent } from '../domain-event.js';
import type { MessagingOptions } from '../messaging.options.js';
import { Outbox } from '../outbox/outbox.js';
import { DurableEventsStrategy } from './durable-events.strategy.js';

describe('durable events', () => {
  let database: TestDatabase;
  let db: Kysely<unknown>;
  const apps: INestApplication[] = [];

  beforeAll(async () => {
    database = await createTestDatabase();
    db = openDatabase({ url: database.url });
    await sql`create table case_record (number integer)`.execute(db);
  });
  beforeEach(async () => {
    await sql`drop schema if exists messaging, queue_sharepoint, queue_archive cascade`.execute(db);
  });
  afterEach(async () => {
    await Promise.all(apps.splice(0).map((app) => app.close()));
  });
  afterAll(async () => {
    await db.destroy();
    await database.drop();
  });

  const start = async (
    handle: Handle,
    options: Partial<MessagingOptions> = {},
  ): Promise<INestApplication> => {
    const app = await startListeningService({ url: database.url, ...options }, handle);
    apps.push(app);
    return app;
  };

  const register = (app: INestApplication, number: number): Promise<DomainEvent> =>
    db.transaction().execute(async (transaction) => {
      await sql`insert into case_record values (${number})`.execute(transaction);
      return app.get(Outbox).add(transaction, { type: 'case.registered', data: { number } });
    });

  const queued = async (): Promise<{ attempts: number; last_error: string | null }[]> =>
    (
      await sql<{ attempts: number; last_error: string | null }>`select * from queue_sharepoint.jobs`.execute(
        db,
      )
    ).rows;

  it('arrive once, as they were added, within a moment of the commit', async () => {
    const arrived: { event: DomainEvent; at: number }[] = [];
    const app = await start((event) => arrived.push({ event, at: performance.now() }), { pollMs: 60_000 });
    await register(app, 0);
    await vi.waitFor(() => {
      expect(arrived).toHaveLength(1);
    });
    const added = await register(app, 1);
    const committed = performance.now();
    await vi.waitFor(() => {
      expect(arrived).toHaveLength(2);
    });
    expect((arrived[1]?.at ?? Infinity) - committed).toBeLessThan(200);
    expect(arrived[1]?.event).toEqual(added);
    expect(added).toMatchObject({ type: 'case.registered', source: 'sharepoint', data: { number: 1 } });
    await vi.waitFor(async () => {
      expect(await queued()).toEqual([]);
    });
    expect(arrived).toHaveLength(2);
  });

  it('are not sent when their transaction is rolled back', async () => {
    const handle = vi.fn();
    const app = await start(handle);
    const rolledBack = db.transaction().execute(async (transaction) => {
      await app.get(Outbox).add(transaction, { type: 'case.registered', data: { number: 1 } });
      throw new Error('rolled back');
    });
    await expect(rolledBack).rejects.toThrow('rolled back');
    await sleep(300);
    expect(handle).not.toHaveBeenCalled();
    expect(await queued()).toEqual([]);
  });

  it('are kept for a subscriber that has never run, and reach each subscriber by itself', async () => {
    const subscriptions = [{ service: 'archive', events: ['case.registered'] }];
    const here = vi.fn();
    const app = await start(here, { subscriptions });
    await register(app, 1);
    await vi.waitFor(() => {
      expect(here).toHaveBeenCalledTimes(1);
    });
    const there = vi.fn();
    await start(there, { service: 'archive' });
    await vi.waitFor(() => {
      expect(there).toHaveBeenCalledTimes(1);
    });
    expect(here).toHaveBeenCalledTimes(1);
  });

  it('are refused, with all that is in their transaction, when a service they were promised to would miss them', async () => {
    const subscriptions = [{ service: 'archive', events: ['case.registered'] }];
    const app = await start(vi.fn(), { subscriptions });
    await sql`delete from messaging.subscription where service = 'archive'`.execute(db);
    const before = await sql`select * from case_record`.execute(db);
    await expect(register(app, 4711)).rejects.toMatchObject({ code: 'event-unheard', services: ['archive'] });
    expect((await sql`select * from case_record`.execute(db)).rows).toEqual(before.rows);
  });

  it('may go nowhere when they were promised to nobody', async () => {
    const app = await start(vi.fn());
    await db
      .transaction()
      .execute((transaction) => app.get(Outbox).add(transaction, { type: 'case.seen', data: {} }));
  });

  it('carry their trace to the handler', async () => {
    const traces: (string | undefined)[] = [];
    const app = await start(() => traces.push(currentTrace()?.traceId));
    const traceId = await runInTrace(undefined, async () => {
      await register(app, 1);
      return currentTrace()?.traceId;
    });
    await vi.waitFor(() => {
      expect(traces).toEqual([traceId]);
    });
  });

  it('are handled several at once, and by one worker each, even with two processes of the service', async () => {
    const running = new Set<number>();
    const seen: number[] = [];
    let together = 0;
    const handle: Handle = async ({ data }) => {
      if (running.has(data.number)) throw new Error('handled twice at the same time');
      running.add(data.number);
      together = Math.max(together, running.size);
      await sleep(10);
      running.delete(data.number);
      seen.push(data.number);
    };
    const app = await start(handle);
    await start(handle);
    const numbers = Array.from({ length: 100 }, (_, number) => number);
    await Promise.all(numbers.map((number) => register(app, number)));
    await vi.waitFor(() => {
      expect(seen).toHaveLength(100);
    }, 10_000);
    await sleep(200);
    expect([...seen].sort((a, b) => a - b)).toEqual(numbers);
    expect(together).toBeGreaterThan(4);
  });

  it('are tried again until the handler succeeds, at a pace that the cap keeps quick', async () => {
    const attempts: number[] = [];
    const app = await start((_, { attempt }) => {
      attempts.push(attempt);
      if (attempts.length < 9) throw new Error('the far side is away');
    });
    await register(app, 1);
    await vi.waitFor(() => {
      expect(attempts).toHaveLength(9);
    }, 8_000);
    expect(attempts.slice(0, 6)).toEqual([1, 2, 3, 4, 5, 6]);
    await vi.waitFor(async () => {
      expect(await queued()).toEqual([]);
    });
  });

  it('are acknowledged only when the handler’s observable completes', async () => {
    let calls = 0;
    const app = await start(
      () =>
        new Observable((subscriber) => {
          calls += 1;
          subscriber.next('half way');
          if (calls === 1) setTimeout(() => subscriber.error(new Error('failed after its first value')), 20);
          else subscriber.complete();
        }),
    );
    await register(app, 1);
    await vi.waitFor(() => {
      expect(calls).toBe(2);
    });
  });

  it('wait as long as the error asks', async () => {
    const at: number[] = [];
    const app = await start(() => {
      at.push(performance.now());
      if (at.length === 1)
        throw Object.assign(new Error('throttled'), { code: 'throttled', retryAfterMs: 700 });
    });
    await register(app, 1);
    await vi.waitFor(() => {
      expect(at).toHaveLength(2);
    }, 5_000);
    expect((at[1] ?? 0) - (at[0] ?? 0)).toBeGreaterThanOrEqual(690);
  });

  it('leave of a failure only its name and code in the tables', async () => {
    const app = await start(() => {
      throw Object.assign(new TypeError('jane@example.org was refused'), {
        code: 'E42',
        retryAfterMs: 60_000,
      });
    });
    await register(app, 1);
    await vi.waitFor(async () => {
      expect(await queued()).toMatchObject([{ last_error: 'TypeError E42' }]);
    });
  });

  it('begin no more once a shutdown is under way, though a slow request still holds the HTTP server', async () => {
    const handle = vi.fn();
    const app = await start(handle);
    let release: () => void = () => undefined;
    const slowRequest = new Promise<undefined>((resolve) => {
      release = () => {
        resolve(undefined);
      };
    });
    vi.spyOn(app.getHttpAdapter(), 'close').mockReturnValueOnce(slowRequest);
    const leave = vi.spyOn(app.get(DurableEventsStrategy), 'close');
    const closing = app.close();
    await vi.waitFor(() => expect(leave).toHaveBeenCalledOnce());
    await leave.mock.results[0]?.value;
    await register(app, 1);
    await sleep(300);
    release();
    await closing;
    expect(handle).not.toHaveBeenCalled();
    expect(await queued()).toHaveLength(1);
  });

  it('wait at shutdown for the handlers that are running', async () => {
    let finished = false;
    const begun = vi.fn();
    const app = await start(async () => {
      begun();
      await sleep(150);
      finished = true;
    });
    await register(app, 1);
    await vi.waitFor(() => {
      expect(begun).toHaveBeenCalled();
    });
    await app.close();
    expect(finished).toBe(true);
    expect(await queued()).toEqual([]);
  });

  it('are delivered again when a shutdown aborted their handler, or did not wait for it', async () => {
    let aborted = false;
    const begun = vi.fn();
    const app = await start(async ({ data }, { signal }) => {
      begun();
      if (data.number === 1) return new Promise(() => undefined);
      await sleep(60_000, undefined, { signal }).catch((error: unknown) => {
        aborted = true;
        throw error;
      });
    });
    await register(app, 1);
    await register(app, 2);
    await vi.waitFor(() => {
      expect(begun).toHaveBeenCalledTimes(2);
    });
    const closing = performance.now();
    await app.close();
    expect(performance.now() - closing).toBeLessThan(3_000);
    expect(aborted).toBe(true);

    const again: number[] = [];
    await start(({ data }) => again.push(data.number));
    await vi.waitFor(() => {
      expect([...again].sort()).toEqual([1, 2]);
    }, 10_000);
  });
});
