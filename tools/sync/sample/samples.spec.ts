import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Catalogue } from '../../../apps/batch-sync/src/catalogue/catalogue.js';
import { readRows } from '../../../apps/batch-sync/src/extract/read-rows.js';
import { sourceFile } from '../../../apps/batch-sync/src/extract/source-file.js';
import { Staging } from '../../../apps/batch-sync/src/staging/staging.js';
import type { TestDatabase } from '../../../test/support/fresh-database.js';
import { createTestDatabase } from '../../../test/support/postgres.js';
import { sampleDeliveries } from './sample-deliveries.js';
import { SAMPLES, writeSamples } from './samples.js';

describe('the samples', () => {
  let folder: string;
  let database: TestDatabase;
  let staging: Staging;
  let catalogue: Catalogue;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'causeway-samples-'));
    database = await createTestDatabase();
    staging = await Staging.open(database.url);
    catalogue = await Catalogue.fromFolder('integrations');
  });
  afterAll(async () => {
    await staging.close();
    await database.drop();
    await rm(folder, { recursive: true });
  });

  // In their order: potholes are on the roads of the register.
  it.each(['road-ratings', 'potholes'] as const)(
    'of %s give the numbers that were promised',
    async (name) => {
      const integration = catalogue.integrations.find((each) => each.name === name);
      if (!integration) throw new Error(`There is no integration ${name}.`);
      const options = { rows: 1_000, seed: 1, deliveries: 4 };
      const samples = await writeSamples(name, options, join(folder, name));
      expect(samples).toHaveLength(4);
      const kinds = new Set<string>();
      for (const { path, expected } of samples) {
        const delivery = await staging.land(integration, path, readRows(integration, sourceFile(path)));
        expect(await staging.apply(integration, delivery)).toMatchObject({
          ...expected,
          outcome: { kind: 'applied' },
        });
        const { rejected, ...counts } = expected;
        if (Object.keys(rejected).length > 0) kinds.add('rejected');
        for (const [kind, count] of Object.entries(counts)) if (count > 0) kinds.add(kind);
      }
      expect([...kinds]).toEqual(expect.arrayContaining(['inserted', 'updated', 'unchanged', 'rejected']));
      if (SAMPLES[name].leaves)
        expect([...kinds]).toEqual(expect.arrayContaining(['deactivated', 'reactivated', 'held']));
    },
  );

  it('are the same for the same seed, and others for another', () => {
    const first = (seed: number) =>
      [...sampleDeliveries(SAMPLES['road-ratings'], { rows: 50, seed, deliveries: 1 })][0]?.lines.join('\n');
    expect(first(7)).toBe(first(7));
    expect(first(7)).not.toBe(first(8));
  });

  it('are written in the order of their nights', async () => {
    const options = { rows: 3, seed: 1, deliveries: 11 };
    const samples = await writeSamples('potholes', options, join(folder, 'nights'));
    const names = samples.map(({ path }) => path);
    expect(names).toEqual([...names].sort());
    expect(await readFile(names[0] ?? '', 'utf8')).toMatch(
      /^StreetID,TimeFilled,.*\n10\d{3},1\/6\/2025 7:07,/,
    );
  });

  it('overwrite nothing but samples', async () => {
    const path = join(folder, 'kept');
    await writeFile(path, '');
    await expect(writeSamples('potholes', { rows: 1, seed: 1, deliveries: 1 }, path)).rejects.toThrow();
  });
});
