import { type AddressInfo, createServer, connect, type Server, type Socket } from 'node:net';
import { type Kysely, sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestDatabase } from '../../../test/support/fresh-database.js';
import { createTestDatabase } from '../../../test/support/postgres.js';
import { isDatabaseUnavailable } from './database.errors.js';
import { openDatabase } from './open-database.js';

describe('a query whose server vanishes without a word', () => {
  let database: TestDatabase;
  let way: Server;
  let db: Kysely<unknown>;
  const sockets: Socket[] = [];

  beforeAll(async () => {
    database = await createTestDatabase();
    const { hostname, port } = new URL(database.url);
    way = createServer((near) => {
      const far = connect(Number(port), hostname);
      for (const socket of [near, far]) socket.on('error', () => undefined);
      near.on('close', () => far.destroy());
      sockets.push(near, far);
      near.pipe(far).pipe(near);
    });
    await new Promise<void>((resolve) => way.listen(0, '127.0.0.1', resolve));
    const url = new URL(database.url);
    url.port = String((way.address() as AddressInfo).port);
    db = openDatabase({ url: url.href, maxConnections: 1, statementTimeoutMs: 100 });
  });
  afterAll(async () => {
    await db.destroy();
    for (const socket of sockets) socket.destroy();
    way.close();
    await database.drop();
  });

  it('fails as an outage soon after its limit, and its connection is not used again', async () => {
    await sql`select 1`.execute(db);
    for (const socket of sockets) socket.unpipe();
    const asked = performance.now();
    const failure: unknown = await sql`select 1`.execute(db).catch((error: unknown) => error);
    expect(isDatabaseUnavailable(failure)).toBe(true);
    expect(performance.now() - asked).toBeLessThan(8_000);
    expect((await sql`select 2 as answer`.execute(db)).rows).toEqual([{ answer: 2 }]);
  }, 20_000);
});
