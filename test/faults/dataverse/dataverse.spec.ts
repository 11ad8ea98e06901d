import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CampaignReport } from './report.js';

/** The short form of the campaign, run as its command. */
describe('the campaign against writes of many rows', () => {
  const run = promisify(execFile);
  let directory: string;

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'causeway-campaign-'));
  });
  afterAll(() => rm(directory, { recursive: true, force: true }));

  it(
    'finds each row once and as it was told, whatever befalls the calls, and finds out a client that forgets its GUIDs',
    { timeout: 240_000 },
    async () => {
      const json = join(directory, 'report.json');
      const args = ['dist/test/faults/main.js', 'dataverse', '--short', '--json', json];
      // It ends with 1 when it has found something, which the test then shows.
      await run(process.execPath, args).catch(() => undefined);
      const { seed, rounds, broken, missed } = JSON.parse(await readFile(json, 'utf8')) as CampaignReport;
      expect(
        rounds.flatMap(({ findings }) => findings),
        `seed ${seed}`,
      ).toEqual([]);
      expect(missed, `seed ${seed}`).toEqual([]);
      expect(rounds.length).toBeGreaterThan(5);
      expect(broken[0]?.findings.length).toBeGreaterThan(10);
    },
  );
});
