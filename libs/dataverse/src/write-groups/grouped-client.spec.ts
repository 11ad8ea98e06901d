import { Registry } from 'prom-client';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { answerOf } from '#lib/http/testing';
import { TransportError } from '#lib/http';
import { DataverseConnection } from '../connection/dataverse-connection.js';
import type { DataverseOptions } from '../connection/dataverse.options.js';
import { DataverseClient } from '../dataverse-client.js';
import { contactTable } from '../tables/contact.table.js';
import { refusalOf } from '../testing.js';
import type { GroupWritesOptions } from './group-writes.options.js';
import { type ArrivedWrite, FarSide, type HeldRequest } from './testing.js';

const url = 'https://contoso.crm4.dynamics.com';
const id = (n: number) => `0a0a0a0a-0000-4000-8000-${String(n).padStart(12, '0')}`;
const done = answerOf(204);
const tooLong = refusalOf(
  400,
  '0x80044331',
  "The length of the 'lastname' attribute of the 'contact' entity",
);
const throttled = { ...refusalOf(429, '0x80072322'), headers: { 'retry-after': '0' } };

const connections: DataverseConnection[] = [];

/** A client of which one request at a time is on its way, and the far side that answers it. */
function grouped(options: Partial<DataverseOptions> = {}) {
  const farSide = new FarSide();
  const connection = new DataverseConnection(
    {
      url,
      tokens: { getToken: async () => 'token' },
      retry: { baseMs: 1 },
      groupWrites: { atOnce: 1, longestDelayMs: 10_000 },
      ...options,
    },
    farSide.send,
  );
  connections.push(connection);
  const arrived = (at: number): Promise<HeldRequest> =>
    vi.waitFor(() => farSide.arrived[at] ?? Promise.reject(new Error('It has not come yet.')), {
      interval: 1,
    });
  const client = new DataverseClient(url, connection.send);
  /** A write that is on its way, so that others wait, and what is answered to it. */
  const busy = async () => {
    const first = client.upsert(contactTable, id(0), {});
    const { answer } = await arrived(0);
    return async () => {
      answer(done);
      await first;
    };
  };
  return { client, connection, farSide, arrived, busy };
}

const isOf = (write: ArrivedWrite, n: number): boolean => write.url.includes(id(n));

afterEach(async () => {
  for (const each of connections.splice(0)) await each.close();
});

describe('a client whose writes share requests', () => {
  it('tells each caller of its own refusal, as a request of its own would', async () => {
    const { client, arrived, busy } = grouped();
    const free = await busy();
    const answers = Promise.allSettled([
      client.upsert(contactTable, id(1), { lastName: 'x' }),
      client.update(contactTable, id(2), {}, { etag: 'W/"1"' }),
      client.createIfAbsent(contactTable, id(3), {}),
      client.delete(contactTable, id(4)),
      client.create(contactTable, {}, { id: id(5) }),
    ]);
    await free();
    (await arrived(1)).answerEach((write) => {
      if (isOf(write, 1)) return tooLong;
      if (isOf(write, 2) || isOf(write, 3)) return answerOf(412);
      return isOf(write, 4) ? refusalOf(404, '0x80040217') : done;
    });
    (await arrived(2)).answer(answerOf(200, { body: `{"contactid":"${id(3)}"}` }));
    expect(await answers).toMatchObject([
      { reason: { operation: 'contact.upsert', code: 'text-too-long', column: 'lastname' } },
      { reason: { operation: 'contact.update', code: 'version-mismatch' } },
      { value: { outcome: 'already-there' } },
      { value: 'not-there' },
      { value: { id: id(5) } },
    ]);
  });

  it('waits for a 429 in the name of those it was told to, and asks nothing twice', async () => {
    const { client, arrived, busy, farSide } = grouped();
    const free = await busy();
    const writes = [1, 2, 3].map((n) => client.upsert(contactTable, id(n), {}));
    await free();
    (await arrived(1)).answerEach((write) => (isOf(write, 2) ? throttled : done));
    (await arrived(2)).answer(done);
    await Promise.all(writes);
    expect(farSide.carried()[2]).toEqual([`contacts(${id(2)})`]);
  });

  it('sends again what can be, and tells of the rest that it is unknown, when nobody answers', async () => {
    const { client, arrived, busy, farSide } = grouped();
    const free = await busy();
    const repeatable = [1, 2].map((n) => client.upsert(contactTable, id(n), {}));
    const once = client.create(contactTable, {});
    await free();
    (await arrived(1)).fail(new TransportError('connection-reset', 'unknown'));
    await expect(once).rejects.toMatchObject({ code: 'connection-reset', outcome: 'unknown' });
    for (const at of [2, 3]) (await arrived(at)).answer(done);
    await Promise.all(repeatable);
    expect(farSide.arrived.slice(2).map(({ isBatch }) => isBatch)).toEqual([false, false]);
  });

  it('keeps to the time of each call while it waits for its turn', async () => {
    const { client } = grouped({ totalTimeoutMs: 60, attemptTimeoutMs: 50 });
    const askedAt = Date.now();
    const writes = Array.from({ length: 20 }, () => client.upsert(contactTable, id(1), {}));
    const ends = await Promise.allSettled(writes);
    const codes = ends.map((end) => end.status === 'rejected' && (end.reason as { code?: unknown }).code);
    // The first may find that there is no time for a second attempt.
    const inTime = ['total-timeout', 'budget-deadline', 'attempt-timeout'];
    for (const code of codes) expect(inTime).toContain(code);
    // One after the other they would take 20 times as long.
    expect(Date.now() - askedAt).toBeLessThan(20 * 60);
  });

  it('pays for one request, counts each operation, and measures both', async () => {
    const registry = new Registry();
    const { client, arrived, busy, connection } = grouped({ registry });
    const free = await busy();
    const writes = [1, 2, 3].map((n) => client.upsert(contactTable, id(n), {}));
    await free();
    (await arrived(1)).answerEach(() => done);
    await Promise.all(writes);
    expect(connection.health().budget).toMatchObject({ used: { requests: 2 }, operations: 4 });
    const lines = (await registry.metrics()).split('\n');
    for (const line of [
      'dataverse_client_write_group_operations_sum{lane="interactive"} 4',
      'dataverse_client_write_group_operations_count{lane="interactive"} 2',
      'dataverse_client_write_group_wait_seconds_count{lane="interactive"} 4',
      'dataverse_client_request_duration_seconds_count{operation="write-group",outcome="200"} 1',
    ])
      expect(lines).toContain(line);
  });

  it('is one that was asked to: without it each write has a request of its own', async () => {
    const { client, arrived } = grouped({ groupWrites: false });
    const writes = [1, 1].map((n) => client.upsert(contactTable, id(n), {}));
    for (const at of [0, 1]) (await arrived(at)).answer(done);
    await Promise.all(writes);
  });

  it('refuses limits with which nothing could be sent', () => {
    expect(() => grouped({ groupWrites: { atOnce: 0 } })).toThrow(RangeError);
    const misspelt = { mostOperation: 5 } as GroupWritesOptions;
    expect(() => grouped({ groupWrites: misspelt })).toThrow('mostOperation is no option of groupWrites');
  });
});
