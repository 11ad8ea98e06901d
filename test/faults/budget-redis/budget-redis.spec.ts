import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasRedis, needsRedis } from '../../support/redis.js';
import type { CampaignResult } from './campaign.js';

/** The short form of the campaign, run as its command. */
describe.skipIf(!hasRedis)(`the campaign against the shared budget ${needsRedis}`, () => {
  const run = promisify(execFile);
  let directory: string;

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'causeway-campaign-'));
  });
  afterAll(() => rm(directory, { recursive: true, force: true }));

  const campaign = async (...flags: string[]) => {
    const json = join(directory, 'result.json');
    const args = ['dist/test/faults/main.js', 'budget-redis', '--short', '--json', json, ...flags];
    // It ends with 1 when it has found something, which the test then shows.
    await run(process.execPath, args).catch(() => undefined);
    return JSON.parse(await readFile(json, 'utf8')) as CampaignResult & { findings: string[] };
  };

  it(
    'lets no window pass a limit and the work go on, with a process, Redis and the network killed in turn',
    { timeout: 120_000 },
    async () => {
      const { findings, troubles, calls } = await campaign('--window-ms', '2000');
      expect(findings).toEqual([]);
      expect(troubles).toHaveLength(3);
      expect(calls).toBeGreaterThan(200);
    },
  );

  it('finds processes that have a limit each', { timeout: 120_000 }, async () => {
    const { findings } = await campaign('--window-ms', '1000', '--bug', 'each-for-itself');
    expect(findings).toContainEqual(expect.stringContaining('requests in a window'));
  });
});
