import { Injectable, Module } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { Registry } from 'prom-client';
import { afterEach, describe, expect, it } from 'vitest';
import { loopbackServer } from '#lib/http/testing';
import { DataverseClient } from './dataverse-client.js';
import { DataverseConnection } from './connection/dataverse-connection.js';
import { DataverseModule } from './dataverse.module.js';
import type { DataverseOptions } from './connection/dataverse.options.js';

const cleanUp: (() => Promise<void>)[] = [];

@Injectable()
class Settings {
  url = '';
  options: Partial<DataverseOptions> = {};
}

@Module({ providers: [Settings], exports: [Settings] })
class SettingsModule {}

async function appOf(statuses: number[], options: Partial<DataverseOptions> = {}) {
  let requests = 0;
  const server = await loopbackServer((_, response) => {
    const status = statuses[Math.min((requests += 1), statuses.length) - 1] as number;
    response.writeHead(status).end('{"UserId":"u"}');
  });
  const settings = Object.assign(new Settings(), { url: server.url, options });
  const module = await Test.createTestingModule({
    imports: [
      DataverseModule.forRootAsync({
        imports: [SettingsModule],
        inject: [Settings],
        useFactory: ({ url, options: more }: Settings) => ({
          url,
          tokens: { getToken: async () => 'token' },
          ...more,
        }),
      }),
    ],
  })
    .overrideProvider(Settings)
    .useValue(settings)
    .compile();
  await module.init();
  cleanUp.push(
    () => module.close(),
    () => server.close(),
  );
  return { client: module.get(DataverseClient), connection: module.get(DataverseConnection) };
}

const valueOf = async (registry: Registry, line: string) =>
  Number(
    (await registry.metrics())
      .split('\n')
      .find((each) => each.startsWith(`${line} `))
      ?.slice(line.length + 1),
  );

afterEach(async () => {
  for (const each of cleanUp.splice(0)) await each();
});

describe('DataverseModule', () => {
  it('provides the client, made from injected settings', async () => {
    const { client } = await appOf([200]);
    expect(await client.whoAmI()).toMatchObject({ userId: 'u' });
  });

  it('tells its health from memory', async () => {
    const { client, connection } = await appOf([200], { budget: { requests: 100 } });
    await client.whoAmI();
    const { circuit, budget } = connection.health();
    expect([circuit.state, budget.used.requests, budget.limits.requests]).toEqual(['closed', 1, 100]);
  });

  it('counts attempts, the budget and the circuit', async () => {
    const registry = new Registry();
    const options = {
      registry,
      budget: { requests: 10 },
      retry: { baseMs: 1 },
      breaker: { minimumCalls: 3 },
    };
    const { client } = await appOf([503, 200, 503], options);
    await client.whoAmI();
    const attempts = 'dataverse_client_request_duration_seconds_count';
    expect(await valueOf(registry, `${attempts}{operation="who-am-i",outcome="200"}`)).toBe(1);
    expect(await valueOf(registry, `${attempts}{operation="who-am-i",outcome="503"}`)).toBe(1);
    expect(await valueOf(registry, 'dataverse_client_budget_used_ratio{facet="requests"}')).toBe(0.2);
    expect(await valueOf(registry, 'dataverse_client_budget_waiting{lane="interactive"}')).toBe(0);
    expect(await valueOf(registry, 'dataverse_client_circuit_state')).toBe(0);
    await client.whoAmI().catch(() => undefined);
    expect(await valueOf(registry, 'dataverse_client_circuit_state')).toBe(2);
  });

  it('tells a 429 from every other refusal, and how long it holds everybody back', async () => {
    const registry = new Registry();
    const { client } = await appOf([412, 429], { registry, retry: { maxAttempts: 1 } });
    const blocked = () => valueOf(registry, 'dataverse_client_blocked_seconds');
    await client.whoAmI().catch(() => undefined);
    expect(await blocked()).toBe(0);
    await client.whoAmI().catch(() => undefined);
    const attempts = 'dataverse_client_request_duration_seconds_count';
    expect(await valueOf(registry, `${attempts}{operation="who-am-i",outcome="412"}`)).toBe(1);
    expect(await valueOf(registry, `${attempts}{operation="who-am-i",outcome="429"}`)).toBe(1);
    expect(await blocked()).toBeGreaterThan(5);
    expect(await blocked()).toBeLessThanOrEqual(10.25);
  });

  it('refuses timeouts with which a silent Dataverse would never open the circuit', async () => {
    await expect(appOf([200], { totalTimeoutMs: 1_000, attemptTimeoutMs: 1_000 })).rejects.toThrow(
      RangeError,
    );
  });
});
