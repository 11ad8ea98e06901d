import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { RunningService } from '#lib/service';
import { createLogger } from '#lib/telemetry';
import { startBatchSync } from '../../apps/batch-sync/src/start.js';
import { entraDefaults } from '../../stand-ins/entra/src/index.js';
import { embeddedSettings } from '../../tools/launcher/embedded-settings.js';
import { writeSamples } from '../../tools/sync/sample/samples.js';
import { type Answer, ask } from '../support/causeway.js';
import { DataverseStandIn } from '../support/dataverse-stand-in.js';
import { type ClientName, EntraStandIn } from '../support/entra-stand-in.js';
import type { TestDatabase } from '../support/fresh-database.js';
import { createTestDatabase } from '../support/postgres.js';

describe('the service of the sync', { timeout: 60_000 }, () => {
  let folder: string;
  let database: TestDatabase;
  let entra: EntraStandIn;
  let dataverse: DataverseStandIn;
  let service: RunningService;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'causeway-sync-'));
    [database, entra] = await Promise.all([createTestDatabase(), EntraStandIn.start()]);
    const tokens = { jwksUri: entra.jwksUri, tenantId: entraDefaults.tenantId };
    dataverse = await DataverseStandIn.start({ tokens, limits: 'off' });
    service = await startBatchSync(
      {
        ...embeddedSettings({ entra: entra.url, dataverse: dataverse.url, database: database.url }),
        SYNC_PORT: '0',
        SYNC_KEY_SECRET: 'the secret of this spec',
        SYNC_DROP_DIRECTORY: join(folder, 'drop'),
        SYNC_REPORTS: join(folder, 'reports'),
      },
      createLogger({ service: 'spec', level: 'silent' }),
    );
  });
  afterAll(async () => {
    await service.close();
    await dataverse.close();
    await entra.close();
    await database.drop();
    await rm(folder, { recursive: true });
  });

  const call = async (
    method: string,
    path: string,
    { client = 'operator' as ClientName, body }: { client?: ClientName; body?: object } = {},
  ): Promise<Answer> =>
    ask(`${service.url}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${await entra.token(client, 'causeway-sync')}`,
        ...(body && { 'content-type': 'application/json' }),
      },
      ...(body && { body: JSON.stringify(body) }),
    });

  const ended = (id: string): Promise<Answer['body']> =>
    vi.waitFor(
      async () => {
        const { body } = await call('GET', `/sync/v1/runs/${id}`);
        expect(['running', 'paused']).not.toContain(body['state']);
        return body;
      },
      { timeout: 40_000, interval: 200 },
    );

  const begin = async (body: object): Promise<string> => {
    const answer = await call('POST', '/sync/v1/runs', { body });
    expect(answer.status, answer.text).toBe(202);
    return String(answer.body['id']);
  };

  const drop = (...path: string[]) => join(folder, 'drop', 'road-ratings', ...path);

  it('applies all files that wait, loads once, archives them, and tells what it did', async () => {
    const samples = await writeSamples(
      'road-ratings',
      { rows: 1_000, seed: 3, deliveries: 2 },
      join(folder, 'drop', 'road-ratings', 'incoming'),
    );
    await writeFile(drop('incoming', 'road-ratings_3.csv'), '<!doctype html><html>Please log in</html>');
    const report = await ended(await begin({ integration: 'road-ratings' }));

    expect(report['state'], JSON.stringify(report['failure'])).toBe('done');
    const [first, second] = samples;
    expect(report['deliveries']).toMatchObject([
      { outcome: { kind: 'applied' }, inserted: first?.expected.inserted },
      {
        outcome: { kind: 'applied' },
        updated: second?.expected.updated,
        deactivated: second?.expected.deactivated,
      },
      { outcome: { kind: 'refused', code: 'delivery-web-page' } },
    ]);
    expect(report).toMatchObject({ pending: 0, spent: { throttled: 0 } });
    expect(report['reconciliation']).toMatchObject([
      {
        outcome: 'compared',
        missing: { rows: 0 },
        differing: { rows: 0 },
        wrongState: { rows: 0 },
        extra: { rows: 0 },
      },
    ]);
    await vi.waitFor(async () => {
      expect(await readdir(drop('archive'))).toHaveLength(2);
      expect(await readdir(drop('refused'))).toHaveLength(1);
      expect(await readdir(join(folder, 'reports'))).toHaveLength(2);
    });
    expect(await readdir(drop('incoming'))).toEqual([]);
    expect(await readdir(drop('rejected'))).toContain('road-ratings_1.csv.csv');
  });

  it('writes nothing when nothing has changed', async () => {
    const [name = ''] = (await readdir(drop('archive'))).filter((each) => each.endsWith('_2.csv'));
    const again = await readFile(drop('archive', name, 'road-ratings_2.csv'));
    await writeFile(drop('incoming', 'road-ratings_4.csv'), again);
    const report = await ended(await begin({ integration: 'road-ratings', reconcile: false }));
    expect(report).toMatchObject({
      state: 'done',
      source: { inserted: 0, updated: 0, deactivated: 0 },
      spent: { requests: 0 },
    });
  });

  it('tells of deliveries that wait for a run, and measures those that wait for none that there is', async () => {
    const writer = new pg.Client({ connectionString: database.url });
    await writer.connect();
    await writer.query(`insert into batch_sync.deliveries (integration, name, state, landed_rows)
      values ('water-pumps', 'Monday', 'complete', 0), ('water-pump', 'Monday', 'complete', 0)`);
    await writer.end();
    const { body } = await call('GET', '/sync/v1/integrations/water-pumps');
    expect(body).toMatchObject({ integration: 'water-pumps', waiting: 1 });
    const { text } = await ask(`${service.url}/metrics`, {});
    const waiting = text.match(/(?<=^batch_sync_waiting_deliveries\{integration=")water-pumps?".*/gm);
    expect(waiting?.sort()).toEqual(
      ['water-pump', 'water-pumps'].map((name) => `${name}",service="batch-sync"} 1`),
    );
  });

  it('measures what ran, and when it was done last', async () => {
    const { text } = await ask(`${service.url}/metrics`, {});
    expect(text).toMatch(/batch_sync_pending_rows\{integration="road-ratings",service="batch-sync"\} 0/);
    expect(text).toMatch(/batch_sync_runs\{integration="road-ratings",state="done",service="batch-sync"\} 2/);
    const [, lastSuccess] =
      /batch_sync_last_success_timestamp_seconds\{integration="road-ratings",.*\} (.*)/.exec(text) ?? [];
    expect(Math.abs(Number(lastSuccess) - Date.now() / 1_000)).toBeLessThan(60);
    expect(text).toMatch(
      /batch_sync_last_run_refused_deliveries\{integration="road-ratings",service="batch-sync"\} 0/,
    );
    expect(text).toMatch(
      /batch_sync_last_run_rows\{integration="road-ratings",outcome="read",service="batch-sync"\} \d+/,
    );
    expect(text).toMatch(/dataverse_client_circuit_state\{service="batch-sync"\} 0/);
  });

  it('shows files in its folders that no run takes', async () => {
    await mkdir(join(folder, 'drop', 'customer-register', 'incoming'), { recursive: true });
    await writeFile(join(folder, 'drop', 'customer-register', 'incoming', 'customers.xlsx'), '');
    const { body } = await call('GET', '/sync/v1/integrations');
    expect(body).toContainEqual(
      expect.objectContaining({
        integration: 'customer-register',
        passedOver: [{ name: 'customers.xlsx', says: expect.stringContaining('takes files like') as string }],
      }),
    );
  });

  it('shows all integrations, and the runs of one', async () => {
    const { body } = await call('GET', '/sync/v1/integrations');
    expect(body).toHaveLength(8);
    expect(body).toContainEqual(
      expect.objectContaining({ integration: 'road-ratings', pending: 0, quarantined: 0 }),
    );
    const runs = await call('GET', '/sync/v1/runs?integration=road-ratings');
    // What could not land has used up a number.
    expect(runs.body).toMatchObject([
      { state: 'done', deliveries: ['5'], refusedDeliveries: [] },
      { state: 'done', deliveries: ['1', '2', '4'], refusedDeliveries: ['4'] },
    ]);
  });

  it('keeps a row that Dataverse refuses in quarantine, until it is replayed', async () => {
    await mkdir(join(folder, 'drop', 'facilities', 'incoming'), { recursive: true });
    const owner = 'x'.repeat(5_000);
    await writeFile(
      join(folder, 'drop', 'facilities', 'incoming', 'places.csv'),
      `id_lieu,nom_lieu,insee,xlong,ylat,proprio\nP-1,Here,1,2.5,48.5,\nP-2,There,1,2.5,48.5,${owner}\n`,
    );
    expect(await ended(await begin({ integration: 'facilities' }))).toMatchObject({
      state: 'done',
      source: { inserted: 2 },
      pending: 0,
    });
    const quarantine = '/sync/v1/integrations/facilities/quarantine';
    expect((await call('GET', quarantine)).body).toMatchObject([{ step: 'facilities', key: 'P-2' }]);
    const facilities = async () => (await call('GET', '/sync/v1/integrations/facilities')).body;
    expect(await facilities()).toMatchObject({ integration: 'facilities', pending: 0, quarantined: 1 });
    const replay = (keys?: string[]) =>
      call('POST', '/sync/v1/integrations/facilities/replay', { body: { keys } });
    expect((await replay(['P-1'])).body).toEqual({ rows: 0 });
    expect((await replay()).body).toEqual({ rows: 1 });
    expect((await call('GET', quarantine)).body).toEqual([]);
    expect(await facilities()).toMatchObject({ pending: 1, quarantined: 0 });
  });

  it('lets a run be paused, resumed and cancelled, and no second one begin meanwhile', async () => {
    await mkdir(join(folder, 'drop', 'potholes', 'incoming'), { recursive: true });
    await writeSamples(
      'potholes',
      { rows: 300, seed: 3, deliveries: 1 },
      join(folder, 'drop', 'potholes', 'incoming'),
    );
    const id = await begin({ integration: 'potholes' });
    const paused = await call('POST', `/sync/v1/runs/${id}/pause`);
    expect(paused.body, paused.text).toMatchObject({ id, state: 'paused' });
    const second = await call('POST', '/sync/v1/runs', { body: { integration: 'potholes' } });
    expect([second.status, second.body['code']]).toEqual([409, 'run-unfinished']);
    expect((await call('POST', `/sync/v1/runs/${id}/resume`)).body).toMatchObject({ state: 'running' });
    expect(await ended(id)).toMatchObject({ state: 'done', source: { read: 300 } });
    const late = await call('POST', `/sync/v1/runs/${id}/cancel`);
    expect([late.status, late.body['code']]).toEqual([409, 'run-ended']);
  });

  it.each([
    ['no such integration', 'POST', '/sync/v1/runs', { integration: 'gardens' }, 404, 'not-found'],
    ['no such integration', 'GET', '/sync/v1/integrations/gardens', undefined, 404, 'not-found'],
    ['no such run', 'GET', '/sync/v1/runs/4711', undefined, 404, 'not-found'],
    ['a run that is no number', 'POST', '/sync/v1/runs/x/pause', undefined, 404, 'not-found'],
    ...['noon', '2026-W49-1', '2026-02-30T06:00:00Z', '2026-11-30T06:00', '2020-01-01T06:00:00Z', null].map(
      (until) =>
        [
          `the time ${until}`,
          'POST',
          '/sync/v1/runs',
          { integration: 'potholes', until },
          422,
          'validation-failed',
        ] as const,
    ),
    [
      'a field that is none',
      'POST',
      '/sync/v1/runs',
      { integration: 'potholes', fast: true },
      422,
      'validation-failed',
    ],
    ...[[1], null].map(
      (keys) =>
        [
          `the keys ${JSON.stringify(keys)}`,
          'POST',
          '/sync/v1/integrations/potholes/replay',
          { keys },
          422,
          'validation-failed',
        ] as const,
    ),
  ] as const)('refuses %s in words', async (_, method, path, body, status, code) => {
    const answer = await call(method, path, body ? { body } : {});
    expect([answer.status, answer.body['code']], answer.text).toEqual([status, code]);
  });

  it('lets nobody in without the role', async () => {
    for (const client of ['no-roles', 'website', 'batch-sync'] as const)
      for (const [method, path] of [
        ['GET', '/sync/v1/runs'],
        ['GET', '/sync/v1/integrations'],
        ['POST', '/sync/v1/runs'],
        ['POST', '/sync/v1/runs/1/cancel'],
      ] as const)
        expect(
          (
            await call(method, path, {
              client,
              ...(path === '/sync/v1/runs' && method === 'POST' && { body: {} }),
            })
          ).status,
          `${client} ${method} ${path}`,
        ).toBe(403);
    expect((await ask(`${service.url}/sync/v1/runs`, {})).status).toBe(401);
  });

  it('says that it lives and is ready, and describes itself', async () => {
    expect((await ask(`${service.url}/health/live`, {})).status).toBe(200);
    const ready = await ask(`${service.url}/health/ready`, {});
    expect(ready.body['details']).toMatchObject({ database: { status: 'up' }, dataverse: { status: 'up' } });
    const { body } = await ask(`${service.url}/docs-json`, {});
    expect(Object.keys(body['paths'] as object)).toEqual([
      '/sync/v1/integrations',
      '/sync/v1/integrations/{name}',
      '/sync/v1/integrations/{name}/quarantine',
      '/sync/v1/integrations/{name}/replay',
      '/sync/v1/runs',
      '/sync/v1/runs/{id}',
      '/sync/v1/runs/{id}/pause',
      '/sync/v1/runs/{id}/resume',
      '/sync/v1/runs/{id}/cancel',
    ]);
  });
});
