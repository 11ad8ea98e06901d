import { expect, it } from 'vitest';
import { createTestDatabase } from '../../support/postgres.js';
import { runSyncPoison } from './campaign.js';

it(
  'of 2,000 delivered rows exactly the 20 bad ones are set aside, each for its own reason, and load when they are mended',
  { timeout: 120_000 },
  async () => {
    const database = await createTestDatabase();
    const seed = Math.floor(Math.random() * 1_000_000);
    const { findings } = await runSyncPoison({ rows: 2_000, bad: 20, seed, databaseUrl: database.url });
    await database.drop();
    expect(findings, `seed ${seed}`).toEqual([]);
  },
);
