import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import type { PoisonResult } from './campaign.js';

it(
  'of 2,000 rows exactly the 20 bad ones are refused, each for its own reason',
  { timeout: 120_000 },
  async () => {
    const directory = await mkdtemp(join(tmpdir(), 'causeway-campaign-'));
    try {
      const json = join(directory, 'result.json');
      const args = ['dataverse-poison', '--rows', '2000', '--bad', '20', '--json', json];
      await promisify(execFile)(process.execPath, ['dist/test/faults/main.js', ...args]).catch(
        () => undefined,
      );
      const { seed, findings, calls, halving } = JSON.parse(await readFile(json, 'utf8')) as PoisonResult;
      expect(findings, `seed ${seed}`).toEqual([]);
      expect(calls).toBeLessThanOrEqual(halving.calls + 2);
    } finally {
      await rm(directory, { recursive: true, force: true });
    }
  },
);
