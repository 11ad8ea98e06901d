import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { type ConnectedDataverse, connectDataverse } from '#lib/dataverse';
import {
  costModel,
  defaultCosts,
  readCostFile,
  type DataverseStandInOptions,
} from '../../../stand-ins/dataverse/src/index.js';
import { entraDefaults } from '../../../stand-ins/entra/src/index.js';
import { DataverseStandIn } from '../../../test/support/dataverse-stand-in.js';
import { tokensFor } from '../../../test/support/dataverse-identity.js';
import { EntraStandIn } from '../../../test/support/entra-stand-in.js';
import { anyMark, markOf } from './marked-rows.js';
import { measure, type Measurement } from './measure.js';
import { measuredTables } from './measured-tables.js';
import { removeRows } from './remove-rows.js';

const { account, contact, incident } = measuredTables;

describe('a measurement', { timeout: 60_000 }, () => {
  let entra: EntraStandIn;
  let standIn: DataverseStandIn;
  let dataverse: ConnectedDataverse;

  const start = async (options: Partial<DataverseStandInOptions> = {}) => {
    entra = await EntraStandIn.start();
    const { tenantId } = entraDefaults;
    standIn = await DataverseStandIn.start({ tokens: { tenantId, jwksUri: entra.jwksUri }, ...options });
    const tokens = tokensFor({ dataverseUrl: standIn.url, entraUrl: entra.url });
    dataverse = connectDataverse({ url: standIn.url, tokens, retry: { maxAttempts: 1 } });
  };
  afterEach(async () => {
    await dataverse.close();
    await standIn.close();
    await entra.close();
  });

  const run = async (asked: Partial<Measurement> = {}) => {
    const { client, connection } = dataverse;
    const { send } = connection;
    let removed: Parameters<Measurement['onRemoved']>[0] | undefined;
    const isThrottled = () => connection.health().budget.blockedUntil !== undefined;
    const result = await measure({
      client,
      road: { url: standIn.url, send, isThrottled },
      tables: [account],
      sizes: { batch: [20], bulk: [60] },
      rounds: 2,
      kind: undefined,
      signal: new AbortController().signal,
      onCell: () => undefined,
      onRemoved: (what) => void (removed = what),
      ...asked,
    }).catch((error: unknown) => ({ error }));
    return { ...result, removed };
  };
  const rowsLeft = async (table: string) => (await standIn.rows(table)).length;

  it('finds the costs that the stand-in has, and they make another one cost the same', async () => {
    const operationMs = { ...defaultCosts.operationMs, upsert: 20, bulk: 6 };
    const given = { ...defaultCosts, requestMs: 150, operationMs, jitter: 0 };
    await start({ limits: { costs: given } });
    const told = await run();
    if (!('costs' in told)) throw told.error;
    const { batch, bulk } = told.costs.tables['account'] ?? {};
    for (const verb of ['create', 'update'] as const) {
      expect(batch?.[verb].requestMs).toBeGreaterThan(150 * 0.85);
      expect(batch?.[verb].requestMs).toBeLessThan(150 * 1.15);
      expect(batch?.[verb].operationMs).toBeGreaterThan(20 * 0.85);
      expect(batch?.[verb].operationMs).toBeLessThan(20 * 1.15);
      expect(bulk?.[verb].operationMs).toBeGreaterThan(6 * 0.85);
      expect(bulk?.[verb].operationMs).toBeLessThan(6 * 1.15);
    }
    const folder = await mkdtemp(join(tmpdir(), 'costs-'));
    await writeFile(join(folder, 'costs.json'), JSON.stringify(told.costs));
    const { measured } = readCostFile(join(folder, 'costs.json'));
    await rm(folder, { recursive: true });
    const costOf = costModel({ ...defaultCosts, measured });
    const cost = costOf({ kind: 'bulk', table: 'account', operations: 100 });
    expect(cost).toBeGreaterThan(750 * 0.8);
    expect(cost).toBeLessThan(750 * 1.2);
  });

  it('tells where, when and how it was, the network apart, and leaves no row', async () => {
    await start();
    await dataverse.client.create(account.table, { name: 'Of somebody else' });
    const told = await run({
      tables: [account, contact, incident],
      sizes: { batch: [3], bulk: [4] },
      rounds: 1,
    });
    expect(told).toMatchObject({
      costs: {
        environment: new URL(standIn.url).host,
        kind: null,
        node: process.version,
        rounds: 1,
        network: { connectMs: expect.any(Number), whoAmIMs: expect.any(Number) },
      },
      withoutBulk: [],
      // Two rounds of 1 + (3 + 3) + (3 + 4) rows a table, and a contact that the cases belong to.
      removed: { removed: 85, left: 0 },
    });
    expect('costs' in told && Object.keys(told.costs.tables)).toEqual(['account', 'contact', 'incident']);
    expect([await rowsLeft('account'), await rowsLeft('contact'), await rowsLeft('incident')]).toEqual([
      1, 0, 0,
    ]);
  });

  it('leaves out bulk messages that a table does not know, and says so', async () => {
    await start({ withoutBulk: ['account'] });
    const told = await run({ tables: [account, contact], sizes: { batch: [3], bulk: [4] }, rounds: 1 });
    if (!('costs' in told)) throw told.error;
    expect(told.withoutBulk).toEqual(['account']);
    expect(Object.keys(told.costs.tables['account'] ?? {})).toEqual(['single', 'batch']);
    expect(Object.keys(told.costs.tables['contact'] ?? {})).toEqual(['single', 'batch', 'bulk']);
    expect([await rowsLeft('account'), told.removed]).toEqual([0, expect.objectContaining({ left: 0 })]);
  });

  it('that is aborted ends after the call that is under way, and leaves no row', async () => {
    await start();
    const abort = new AbortController();
    const onCell = (done: number) => void (done === 4 && abort.abort());
    const told = await run({ signal: abort.signal, onCell });
    expect(told).toMatchObject({ error: { name: 'AbortError' }, removed: { left: 0 } });
    expect(await rowsLeft('account')).toBe(0);
  });

  it('ends in words when Dataverse answers 429, and its rows go when that has passed', async () => {
    await start({ limits: { requests: 6, windowSeconds: 3 } });
    const told = await run();
    expect(told).toMatchObject({ error: { name: 'ThrottledError' }, removed: { left: 0 } });
    expect(await rowsLeft('account')).toBe(0);
  });

  it('is not begun where the table has no key', async () => {
    await start({ schema: 'standard' });
    const told = await run({ tables: [contact] });
    expect(told).toMatchObject({
      error: { message: expect.stringContaining('contact cannot be measured: it has no cw_key') },
    });
    expect(await rowsLeft('contact')).toBe(0);
  });

  it('says that rows may still come after a call without an answer', async () => {
    await start();
    const { send } = dataverse.connection;
    let calls = 0;
    const lost = async (request: Parameters<typeof send>[0]) => {
      calls += 1;
      if (calls === 3) await standIn.hurt({ dropAfterCommit: { count: 1 } });
      return send(request);
    };
    const told = await run({ road: { url: standIn.url, send: lost, isThrottled: () => false } });
    expect(told).toMatchObject({ error: { code: 'connection-reset' }, removed: 'unknown' });
    expect(await rowsLeft('account')).toBe(0);
  });

  it('that was killed has its rows removed later, and nobody else’s', async () => {
    await start();
    const mark = (name: string) => markOf(`${anyMark}of a run that died:${name}`);
    const [ours, theirs] = [mark('1'), { ...mark('2'), key: 'not the hash' }];
    for (const row of [ours, theirs])
      await dataverse.client.upsert(account.table, { key: row.key }, account.row(row, 'left', anyMark));
    expect(await removeRows(dataverse.client, [account], anyMark)).toEqual({ removed: 1, left: 0 });
    expect(await standIn.rowsWhere('account', { cw_key: theirs.key })).toHaveLength(1);
  });
});

describe('the page about the file of costs', () => {
  it('shows a file that the stand-in takes', async () => {
    const page = await readFile('docs/dataverse-costs.md', 'utf8');
    const [, example = ''] = /```json\n([\s\S]*?)```/.exec(page) ?? [];
    const folder = await mkdtemp(join(tmpdir(), 'costs-'));
    await writeFile(join(folder, 'costs.json'), example);
    expect(Object.keys(readCostFile(join(folder, 'costs.json')).measured)).toEqual(['account']);
    await rm(folder, { recursive: true });
  });
});
