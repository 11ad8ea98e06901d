import { afterAll, beforeAll, expect, it } from 'vitest';
import type { TestDatabase } from '../../support/fresh-database.js';
import { createTestDatabase } from '../../support/postgres.js';
import { anySeed } from '../command-words.js';
import { runSyncPoison } from './campaign.js';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

it(
  'of 2,000 delivered rows exactly the 20 bad ones are set aside, each for its own reason, and load when they are mended',
  { timeout: 120_000 },
  async () => {
    const seed = anySeed();
    const { findings } = await runSyncPoison({ rows: 2_000, bad: 20, seed, databaseUrl: database.url });
    expect(findings, `seed ${seed}`).toEqual([]);
  },
);
