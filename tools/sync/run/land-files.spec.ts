import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { Catalogue } from '../../../apps/batch-sync/src/catalogue/catalogue.js';
import type { Integration } from '../../../apps/batch-sync/src/catalogue/integration.js';
import { Staging } from '../../../apps/batch-sync/src/staging/staging.js';
import type { TestDatabase } from '../../../test/support/fresh-database.js';
import { createTestDatabase } from '../../../test/support/postgres.js';
import { writeSamples } from '../sample/samples.js';
import { landFiles, whileLanded } from './land-files.js';

describe('the files of --from', () => {
  let folder: string;
  let database: TestDatabase;
  let staging: Staging;
  let roads: Integration;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'causeway-land-'));
    database = await createTestDatabase();
    staging = await Staging.open(database.url);
    const { integrations } = await Catalogue.fromFolder('integrations');
    [roads] = integrations.filter(({ name }) => name === 'road-ratings') as [Integration];
  });
  afterAll(async () => {
    await staging.close();
    await database.drop();
    await rm(folder, { recursive: true });
  });

  const nights = async (name: string) => {
    const path = join(folder, name);
    await writeSamples('road-ratings', { rows: 5, seed: 1, deliveries: 2 }, path);
    return path;
  };

  it('are all landed, or none when one of them cannot be opened', async () => {
    const from = await nights('unreadable');
    // A name in Latin-1 is told as one that is not there.
    await writeFile(Buffer.concat([Buffer.from(`${from}/`), Buffer.from('stra\u00dfen.csv', 'latin1')]), 'x');
    await expect(landFiles(staging, roads, from)).rejects.toThrow('ENOENT');
    expect(await staging.waiting(roads)).toEqual([]);
  });

  it('are none when Ctrl-C comes, wherever in them and between them', async () => {
    const from = await nights('interrupted');
    /** A signal that aborts when it is asked for the so many-th time. */
    const abortingAt = (ask: number) => {
      const controller = new AbortController();
      const { signal } = controller;
      const throwIfAborted = signal.throwIfAborted.bind(signal);
      const asked = vi.spyOn(signal, 'throwIfAborted').mockImplementation(() => {
        if (asked.mock.calls.length === ask) controller.abort();
        throwIfAborted();
      });
      return { signal, asked };
    };
    const never = abortingAt(0);
    const files = await landFiles(staging, roads, from, { signal: never.signal });
    for (const file of files) if ('delivery' in file) await staging.discard(roads, file.delivery);
    const asks = never.asked.mock.calls.length;
    expect(asks, 'before each file, at each row and at the end').toBeGreaterThan(2 + 2 * 4);
    for (let ask = 1; ask <= asks; ask += 1) {
      const landing = landFiles(staging, roads, from, { signal: abortingAt(ask).signal });
      await expect(landing, `at ${ask} of ${asks}`).rejects.toThrow('aborted');
      expect(await staging.db.selectFrom('deliveries').select('id').execute()).toEqual([]);
    }
  });

  it('are taken away again when they were landed to be looked at, whatever comes of it', async () => {
    const from = await nights('looked-at');
    await mkdir(join(from, 'a folder'));
    await writeFile(join(from, 'z.csv'), '');
    const seen = await whileLanded(staging, roads, { from }, async (deliveries, refusals) => {
      // A run that begins meanwhile must not take them.
      expect(await staging.waiting(roads)).toEqual([]);
      const inserted = await staging.rehearse(roads, deliveries, {}, (all) => all.map((one) => one.inserted));
      return [inserted, refusals.map(({ code }) => code)];
    });
    expect(seen).toEqual([[5, expect.any(Number)], ['delivery-empty']]);
    expect(await staging.deliveries.named('road-ratings', 'z.csv')).toBeUndefined();
    const failing = whileLanded(staging, roads, { from }, () => Promise.reject(new Error('No.')));
    await expect(failing).rejects.toThrow('No.');
    expect(await staging.waiting(roads)).toEqual([]);
  });
});
