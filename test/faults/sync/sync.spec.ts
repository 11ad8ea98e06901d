import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SyncCampaignReport } from './report.js';

/** The short form of the campaign, run as its command: what is killed are real processes of the compiled code. */
describe('the campaign against the nightly sync', () => {
  let directory: string;

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'causeway-campaign-'));
  });
  afterAll(() => rm(directory, { recursive: true, force: true }));

  it(
    'finds each row once, with its values and counted once, wherever processes die, and finds out builds that are broken',
    { timeout: 480_000 },
    async () => {
      const json = join(directory, 'report.json');
      const args = ['dist/test/faults/main.js', 'sync', '--short', '--json', json];
      // It ends with 1 when it has found something, which the test then shows.
      await promisify(execFile)(process.execPath, args).catch(() => undefined);
      const { seed, rounds, broken, missed, total } = JSON.parse(
        await readFile(json, 'utf8'),
      ) as SyncCampaignReport;
      expect(
        rounds.flatMap(({ findings }) => findings),
        `seed ${seed}`,
      ).toEqual([]);
      expect(missed, `seed ${seed}`).toEqual([]);
      expect(total.kills).toBeGreaterThan(18);
      const [early, beside] = broken.map(({ findings }) => findings.map(({ kind }) => kind));
      expect(early).toContain('lost');
      expect(beside).toContain('misreported');
    },
  );
});
