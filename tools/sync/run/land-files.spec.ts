import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
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

  it('are taken away again when they were landed to be looked at, whatever comes of it', async () => {
    const from = await nights('looked-at');
    await mkdir(join(from, 'a folder'));
    await writeFile(join(from, 'z.csv'), '');
    const seen = await whileLanded(staging, roads, from, async (deliveries, refusals) => {
      // A run that begins meanwhile must not take them.
      expect(await staging.waiting(roads)).toEqual([]);
      const inserted = await staging.rehearse(roads, deliveries, {}, (all) => all.map((one) => one.inserted));
      return [inserted, refusals.map(({ code }) => code)];
    });
    expect(seen).toEqual([[5, expect.any(Number)], ['delivery-empty']]);
    expect(await staging.deliveries.named('road-ratings', 'z.csv')).toBeUndefined();
    const failing = whileLanded(staging, roads, from, () => Promise.reject(new Error('No.')));
    await expect(failing).rejects.toThrow('No.');
    expect(await staging.waiting(roads)).toEqual([]);
  });
});
