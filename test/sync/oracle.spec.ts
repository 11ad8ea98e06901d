import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { embeddedSettings } from '../../tools/launcher/embedded-settings.js';
import { type ConnectedStandIn, connectStandIn } from '../contract/connected-stand-in.js';
import { runProgram } from '../support/child-process.js';
import type { TestDatabase } from '../support/fresh-database.js';
import { createTestDatabase } from '../support/postgres.js';

const DATA = '../shared/data';
const ORACLE = ['dist/tools/sync/main.js', 'oracle'];

/** Runs what was built, as `npm run sync -- oracle` does. */
const oracle = (...args: readonly string[]) => runProgram([...ORACLE, ...args]);

describe('the oracle', () => {
  it('says in words that the real data is not there', async () => {
    const { code, err } = await oracle('--data', 'nowhere');
    expect({ code, err }).toEqual({
      code: 1,
      err: '\nThere is no nowhere/expected.json: the real data is not here. --data says where it is.\n',
    });
  });

  it.runIf(existsSync(DATA))(
    'finds what came of the first and the last delivery of two sources as it must be',
    async () => {
      const said = await oracle('--quick', '--only', 'water-pumps', 'trunk-roadworks', '--json', '-');
      const { lines, differs } = JSON.parse(said.out) as { lines: object[]; differs: boolean };
      expect(differs, said.out).toBe(false);
      expect(said.code).toBe(0);
      expect(lines).toHaveLength(8);
      expect(lines).toContainEqual({
        source: 'trunk-roadworks',
        delivery: 'row by row',
        counters: { rows: 3_045, columns: 18, differing: 0 },
        differs: [],
      });
    },
    120_000,
  );

  describe.runIf(existsSync(DATA))('between a database and a stand-in that are there', () => {
    let data: string;
    let database: TestDatabase;
    let standIn: ConnectedStandIn;
    beforeAll(async () => {
      data = await mkdtemp(join(tmpdir(), 'oracle-'));
      [database, standIn] = await Promise.all([createTestDatabase(), connectStandIn()]);
    });
    afterAll(async () => {
      await standIn.close();
      await database.drop();
      await rm(data, { recursive: true });
    });

    it('ends with code 1, and says which number differs', async () => {
      await symlink(resolve(DATA, 'assets'), join(data, 'assets'));
      const expected = await readFile(join(DATA, 'expected.json'), 'utf8');
      await writeFile(join(data, 'expected.json'), expected.replace('"inserted": 1868', '"inserted": 1867'));
      const { entraUrl, dataverse } = standIn;
      const env = {
        ...embeddedSettings({ entra: entraUrl, dataverse: dataverse.url, database: database.url }),
        SYNC_KEY_SECRET: 'the secret of this spec',
      };
      const flags = ['--environment', '--quick', '--only', 'water-pumps', '--data', data];
      const { code, out } = await runProgram([...ORACLE, ...flags], env);
      expect(out).toContain('inserted: expected 1867, found 1868\n1 difference\n');
      expect(code).toBe(1);
      expect(await dataverse.rows('cw_asset')).not.toEqual([]);
    }, 120_000);
  });
});
