import { readFileSync } from 'node:fs';
import { Registry } from 'prom-client';
import { afterEach, describe, expect, it } from 'vitest';
import { answerOf, requestOf, scripted } from '#lib/http/testing';
import { DataverseConnection } from './dataverse-connection.js';
import type { DataverseOptions } from './dataverse.options.js';

const open: DataverseConnection[] = [];

afterEach(async () => {
  for (const connection of open.splice(0)) await connection.close();
});

/** A connection over a scripted transport, and the value of a metric. */
function connected(transport: ReturnType<typeof scripted>, options: Partial<DataverseOptions> = {}) {
  const registry = new Registry();
  const connection = new DataverseConnection(
    {
      url: 'https://contoso.crm4.dynamics.com',
      tokens: { getToken: async () => 'token' },
      retry: { maxAttempts: 1 },
      registry,
      ...options,
    },
    transport,
  );
  open.push(connection);
  const read = async (metric: string) => {
    const lines = (await registry.metrics()).split('\n');
    const [value] = lines.flatMap((line) => (line.startsWith(`${metric} `) ? [line.split(' ').at(-1)] : []));
    return value === undefined ? undefined : Number(value);
  };
  return { connection, registry, read };
}

describe('the metrics of the budget', () => {
  it('tell each limit, and the share of it that is used', async () => {
    const { connection, read } = connected(scripted(answerOf(200, { durationMs: 1_200 })));
    await connection.send(requestOf({ lane: 'batch' }));
    expect(await read('dataverse_client_budget_limit{facet="executionTime"}')).toBe(1_200);
    expect(await read('dataverse_client_budget_used_ratio{facet="executionTime"}')).toBeCloseTo(0.001);
    expect(await read('dataverse_client_budget_used_ratio{facet="requests"}')).toBeCloseTo(1 / 6_000);
    expect(await read('dataverse_client_budget_own_ratio{facet="requests"}')).toBeCloseTo(1 / 6_000);
    expect(await read('dataverse_client_budget_requests_per_second{lane="batch"}')).toBeGreaterThan(0);
    expect(await read('dataverse_client_budget_wait_seconds_count{lane="batch"}')).toBe(1);
    expect(await read('dataverse_client_budget_standing')).toBe(0);
  });

  it('tell for how long a 429 holds everybody back, and which limit it named', async () => {
    const body = '{"error":{"code":"0x80072322","message":""}}';
    const { connection, read } = connected(
      scripted(answerOf(429, { headers: { 'retry-after': '60' }, body })),
    );
    await connection.send(requestOf());
    expect(await read('dataverse_client_throttled_total{facet="requests"}')).toBe(1);
    expect(await read('dataverse_client_blocked_seconds')).toBeGreaterThan(55);
  });

  it('count those who left without a permit among those who waited', async () => {
    const { connection, read } = connected(scripted(answerOf(429, { headers: { 'retry-after': '60' } })));
    await connection.send(requestOf());
    await connection.send(requestOf()).catch(() => undefined);
    expect(await read('dataverse_client_budget_wait_seconds_count{lane="interactive"}')).toBe(2);
  });

  it('tell when the room will be used up, and nothing where it never will', async () => {
    const { connection, read } = connected(scripted(answerOf(200, { durationMs: 1 })), {
      budget: { requests: 3, executionMs: 1e9, concurrency: 10, margin: 1 },
    });
    expect(await read('dataverse_client_budget_seconds_to_throttling{facet="requests"}')).toBeUndefined();
    for (let call = 0; call < 3; call += 1) await connection.send(requestOf());
    expect(await read('dataverse_client_budget_seconds_to_throttling{facet="requests"}')).toBe(0);
    expect(
      await read('dataverse_client_budget_seconds_to_throttling{facet="executionTime"}'),
    ).toBeUndefined();
  });

  it('compare the operations of the last day with the entitlement, those in a batch one by one', async () => {
    const { connection, read } = connected(scripted(answerOf(200)), {
      entitlement: { operationsPerDay: 400 },
    });
    await connection.send(requestOf({ operations: 100 }));
    expect(await read('dataverse_client_operations_last_day')).toBe(100);
    expect(await read('dataverse_client_entitlement_used_ratio')).toBe(0.25);
  });

  it('show what Dataverse said last', async () => {
    const { connection, read } = connected(scripted(answerOf(200, { headers: { 'x-ms-dop-hint': '8' } })));
    await connection.send(requestOf());
    expect(await read('dataverse_client_hint{hint="recommendedConcurrency"}')).toBe(8);
  });

  it('warn of the entitlement in the log', async () => {
    const warned: string[] = [];
    const logger = { info: () => undefined, warn: (_: object, words: string) => void warned.push(words) };
    const { connection } = connected(scripted(answerOf(200)), {
      entitlement: { operationsPerDay: 10 },
      logger,
    });
    await connection.send(requestOf({ operations: 8 }));
    expect(warned).toEqual(['the operations of the last 24 hours have reached 70 % of the entitlement']);
  });

  it('are those that the README lists, and no others', async () => {
    const all = { entitlement: { operationsPerDay: 1 }, groupWrites: true };
    const { registry } = connected(scripted(answerOf(200)), all);
    const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
    const listed = [...readme.matchAll(/^\| `(dataverse_client_\w+)`/gm)].map(([, name]) => name);
    const registered = (await registry.getMetricsAsJSON()).map(({ name }) => name);
    expect(listed.sort()).toEqual(registered.sort());
  });
});
