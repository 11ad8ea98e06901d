import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { RunReport } from '../../apps/batch-sync/src/run/run-report.js';
import { entraDefaults } from '../../stand-ins/entra/src/index.js';
import { runProgram, saidBy, startProgram } from '../../test/support/child-process.js';
import { DataverseStandIn } from '../../test/support/dataverse-stand-in.js';
import { EntraStandIn } from '../../test/support/entra-stand-in.js';
import { freePort } from '../../test/support/free-port.js';
import type { TestDatabase } from '../../test/support/fresh-database.js';
import { createTestDatabase } from '../../test/support/postgres.js';
import { embeddedSettings } from '../launcher/embedded-settings.js';
import { writeSamples, type WrittenSample } from './sample/samples.js';

describe('the sync command at work', { timeout: 120_000 }, () => {
  let folder: string;
  let database: TestDatabase;
  let sql: pg.Client;
  let entra: EntraStandIn;
  let dataverse: DataverseStandIn;
  let env: NodeJS.ProcessEnv;
  let samples: WrittenSample[];
  /** How long Dataverse takes for a request. */
  let requestMs = 0;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'causeway-sync-'));
    [database, entra] = await Promise.all([createTestDatabase(), EntraStandIn.start()]);
    const tokens = { jwksUri: entra.jwksUri, tenantId: entraDefaults.tenantId };
    dataverse = await DataverseStandIn.start({ tokens, limits: 'off', costOf: () => requestMs });
    sql = new pg.Client({ connectionString: database.url });
    await sql.connect();
    samples = await writeSamples(
      'road-ratings',
      { rows: 1_000, seed: 5, deliveries: 3 },
      join(folder, 'roads'),
    );
    env = {
      ...embeddedSettings({ entra: entra.url, dataverse: dataverse.url, database: database.url }),
      SYNC_KEY_SECRET: 'the secret of this spec',
      SYNC_PORT: String(await freePort()),
      SYNC_REPORTS: join(folder, 'reports'),
    };
  });
  afterAll(async () => {
    await sql.end();
    await dataverse.close();
    await entra.close();
    await database.drop();
    await rm(folder, { recursive: true });
  });

  const start = (...args: readonly string[]) =>
    startProgram(process.execPath, ['dist/tools/sync/main.js', ...args], env).child;
  const sync = (...args: readonly string[]) => saidBy(start(...args));
  const sample = (night: number) => {
    const found = samples[night - 1];
    if (!found) throw new Error(`There is no night ${night}.`);
    return found;
  };
  const reportIn = async (file: string) => JSON.parse(await readFile(file, 'utf8')) as RunReport;

  it('says what it would do, and does nothing', async () => {
    const { code, out } = await sync(
      'run',
      'road-ratings',
      '--from',
      sample(1).path,
      '--dry-run',
      '--json',
      '-',
    );
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ rows: sample(1).expected.inserted });
    expect((await sql.query('select * from batch_sync.deliveries')).rows).toEqual([]);
    expect((await sql.query('select * from batch_sync.accepted_road_ratings')).rows).toEqual([]);
  });

  it('brings a file into Dataverse, and tells it in words, as JSON and as a page', async () => {
    const json = join(folder, 'report.json');
    // Long enough to be seen at work.
    requestMs = 1_500;
    const { code, out, err } = await sync('run', 'road-ratings', '--from', sample(1).path, '--json', json);
    requestMs = 0;
    expect([code, err]).toEqual([0, expect.stringMatching(/write road-ratings \d+\/\d+/)]);
    expect(out).toMatch(/^run {8}1 of road-ratings done in /);
    expect(out).toContain(', all as accepted');
    const { inserted, rejected } = sample(1).expected;
    expect(await reportIn(json)).toMatchObject({
      state: 'done',
      source: { inserted, rejected },
      stages: [{ action: 'write', planned: inserted, refused: {} }, { action: 'deactivate' }],
      pending: 0,
    });
    const [, page = ''] = /^report +(.*)$/m.exec(out) ?? [];
    expect(await readFile(page, 'utf8')).toContain('Run 1 of road-ratings: done');
  });

  it('leaves its run at Ctrl-C, and goes on with it when it is called again', async () => {
    requestMs = 1_500;
    const child = start('run', 'road-ratings', '--from', sample(2).path);
    const interrupted = saidBy(child);
    await vi.waitFor(
      async () => {
        const { rows } = await sql.query(
          `select 1 from batch_sync.chunks where state = 'taken' and stage = 2`,
        );
        expect(rows).not.toEqual([]);
      },
      { timeout: 30_000, interval: 50 },
    );
    child.kill('SIGINT');
    expect(await interrupted).toMatchObject({ code: 130, err: expect.stringContaining('is left as it is') });
    requestMs = 0;
    expect(await sync('pause', 'road-ratings')).toMatchObject({
      code: 0,
      out: 'run 2 of road-ratings is paused\n',
    });
    const landed = await sql.query('select id from batch_sync.deliveries');
    expect(await sync('run', 'road-ratings', '--from', sample(3).path)).toMatchObject({
      code: 1,
      err: expect.stringContaining('Run 2 is paused: resume it, or cancel it.'),
    });
    expect((await sql.query('select id from batch_sync.deliveries')).rows).toEqual(landed.rows);
    expect((await sync('resume', 'road-ratings')).out).toBe('run 2 of road-ratings is running\n');
    const { code, out, err } = await sync('run', 'road-ratings');
    expect([code, out]).toEqual([0, expect.stringMatching(/^run {8}2 of road-ratings done/)]);
    expect(err).toContain('Run 2 has not ended: going on with it.');
    const { updated, inserted, deactivated } = sample(2).expected;
    expect(out).toContain(`updated ${updated}`);
    expect(out).toContain(`inserted ${inserted}`);
    expect(out).toContain(`deactivated ${deactivated}`);
  });

  it('takes the files of a folder in the order of their names, and ends with code 1 when one is refused', async () => {
    const from = join(folder, 'nights');
    await mkdir(from);
    await writeFile(join(from, '1.csv'), await readFile(sample(3).path));
    await writeFile(join(from, '2.csv'), 'streetID,block\n1,2\n');
    await writeFile(join(from, '3.csv'), await readFile(sample(3).path));
    const { code, out } = await sync('run', 'road-ratings', '--from', from);
    expect(code).toBe(1);
    expect(out).toMatch(/^run {8}3 of road-ratings done/);
    expect(out).toMatch(/^refused +2\.csv: .*\(delivery-column-missing\)$/m);
    expect(out).toContain(`updated ${sample(3).expected.updated}`);
  });

  it('deactivates many rows only when they are approved of', async () => {
    const few = join(folder, 'few.csv');
    const lines = (await readFile(sample(3).path, 'utf8')).split('\n').slice(0, 101);
    await writeFile(few, `${lines.join('\n')}\n`);
    const refused = await sync('run', 'road-ratings', '--from', few);
    expect([refused.code, refused.out]).toEqual([
      1,
      expect.stringMatching(/^refused +few\.csv: It lacks .*too-many-gone/m),
    ]);
    const approved = await sync(
      'run',
      'road-ratings',
      '--from',
      few,
      '--approve-deactivations',
      '--workers',
      '2',
    );
    expect([approved.code, approved.out]).toEqual([
      0,
      expect.stringMatching(/^deactivate road-ratings: deactivated \d+/m),
    ]);
  });

  it('shows runs, rejects and quarantine, and replays', async () => {
    const status = JSON.parse((await sync('status', '--json', '-')).out) as { integrations: object[] };
    expect(status.integrations).toContainEqual(
      expect.objectContaining({ integration: 'road-ratings', pending: 0, quarantined: 0 }),
    );
    const history = JSON.parse((await sync('history', 'road-ratings', '--json', '-')).out) as {
      runs: object[];
    };
    expect(history.runs).toMatchObject([{ id: '5' }, { id: '4' }, { id: '3' }, { id: '2' }, { id: '1' }]);
    const [first] = (await sql.query<{ id: string }>('select min(id) as id from batch_sync.deliveries')).rows;
    const rejects = await sync('rejects', 'road-ratings', '--delivery', first?.id ?? '');
    expect(rejects.out).toContain('The overall rating is no whole number');
    expect((await sync('quarantine', 'road-ratings')).out).toBe('None.\n');
    expect(await sync('replay', 'road-ratings', '--key', 'nobody')).toMatchObject({
      code: 1,
      out: '0 rows are tried again by the next run\n',
      err: 'No row of road-ratings with such a key is in quarantine.\n',
    });
  });

  it('watches a service of this machine work, and goes on without it when it has gone', async () => {
    let asked = 0;
    const service = createServer((_, response) => {
      asked += 1;
      response.end();
    }).listen(Number(env['SYNC_PORT']), '127.0.0.1');
    const running = sync('run', 'road-ratings', '--from', sample(3).path);
    await vi.waitFor(() => expect(asked).toBeGreaterThan(1), { timeout: 30_000, interval: 50 });
    expect((await sql.query('select 1 from batch_sync.chunks where run = 6 and settled > 0')).rows).toEqual(
      [],
    );
    service.close();
    service.closeAllConnections();
    expect(await running).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^run {8}6 of road-ratings done/),
      err: expect.stringContaining('The service does not answer any more: going on without it.'),
    });
  });

  it('goes on without a service that lives and does not work at the run, such as one with an older catalogue', async () => {
    const service = createServer((_, response) => void response.end());
    service.listen(Number(env['SYNC_PORT']), '127.0.0.1');
    const said = await sync('run', 'road-ratings', '--from', sample(3).path);
    service.close();
    service.closeAllConnections();
    expect(said).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^run {8}7 of road-ratings done/),
      err: expect.stringContaining('The service does not work at this run: going on without it.'),
    });
  });

  it.each([
    [['run', 'gardens'], 1, 'There is no integration gardens.'],
    [['run', 'potholes', '--from', '/nowhere'], 1, 'There is no /nowhere.'],
    [['pause', 'potholes'], 1, 'There is no run of potholes that has not ended.'],
    [['run', 'potholes', '--until', 'noon'], 2, 'It must be a time in UTC such as 06:00.'],
    [['run', 'potholes', '--workers', '0'], 2, 'It must be a whole number above 0.'],
    [['rejects', 'potholes', '--delivery', 'last'], 2, 'It must be a whole number above 0.'],
    [['sample', 'gardens', '--out', 'x'], 2, 'Allowed choices are road-ratings, potholes'],
  ])('says in words what is wrong with %j', async (args, code, words) => {
    expect(await sync(...args)).toMatchObject({ code, err: expect.stringContaining(words) });
  });

  it('says so when its database does not answer', async () => {
    const port = await freePort();
    const DATABASE_URL = `postgresql://127.0.0.1:${port}/none`;
    const said = await runProgram(['dist/tools/sync/main.js', 'status'], { ...env, DATABASE_URL });
    expect(said).toMatchObject({
      code: 1,
      err: expect.stringContaining('The staging database does not answer.'),
    });
  });
});
