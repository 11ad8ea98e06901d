import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runProgram } from '../../test/support/child-process.js';

/** Runs what was built, as `npm run sync` does. */
const sync = (...args: readonly string[]) => runProgram(['dist/tools/sync/main.js', ...args]);

describe('the sync command', { timeout: 60_000 }, () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sync-'));
    await writeFile(join(folder, 'lamps.yaml'), 'name: lamps\n');
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('lists what there is, parents before children', async () => {
    const { code, out } = await sync('list');
    expect(code).toBe(0);
    expect(out).toMatch(/road-ratings[^]*potholes/);
    expect(out).toMatch(
      /customer-register .* Customer Accounts .* csv .* account, contact .* 30 1 \* \* \* .* batch/,
    );
  });

  it('writes the list as JSON, to a file or instead of the table', async () => {
    const { out } = await sync('list', '--json', '-');
    const { integrations } = JSON.parse(out) as { integrations: unknown[] };
    expect(integrations).toContainEqual({
      name: 'case-archive-nyc',
      owner: 'Customer Service',
      pattern: 'batch',
      schedule: 'on demand',
      source: 'csv, json',
      target: 'incident',
    });
    const file = join(folder, 'list.json');
    expect((await sync('list', '--json', file)).out).toContain('potholes');
    expect(JSON.parse(await readFile(file, 'utf8'))).toEqual({ integrations });
  });

  it('says that nothing is wrong', async () => {
    expect(await sync('check')).toEqual({ code: 0, out: '8 integrations, nothing is wrong\n', err: '' });
  });

  it('says everything that is wrong, and ends with code 1', async () => {
    const { code, out } = await sync('check', '--catalogue', folder);
    expect(code).toBe(1);
    expect(out).toContain(`${folder}/lamps.yaml:1 owner: is missing\n`);
    expect(out).toMatch(/\n7 problems\n$/);
    const { out: json } = await sync('check', '--catalogue', folder, '--json', '-');
    expect(JSON.parse(json)).toMatchObject({
      problems: [
        { file: `${folder}/lamps.yaml`, line: 1, place: 'owner', says: 'is missing' },
        {},
        {},
        {},
        {},
        {},
        {},
      ],
    });
  });

  it('lists nothing of a catalogue that is wrong', async () => {
    const { code, out, err } = await sync('list', '--catalogue', folder);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toContain('lamps.yaml:1 owner: is missing');
  });

  it('says of which integrations there are samples, in its help and when it is asked for others', async () => {
    expect((await sync('sample', '--help')).out).toMatch(/choices: "road-ratings",\s+"potholes"/);
    expect(await sync('sample', 'facilities', '--out', folder)).toMatchObject({
      code: 2,
      err: expect.stringContaining('Allowed choices are road-ratings, potholes.'),
    });
  });

  it.each([[[]], [['tidy']], [['check', '--colour']], [['list', 'potholes']]])(
    'ends with code 2 when it is used wrongly: %s',
    async (args) => {
      const { code, err } = await sync(...args);
      expect(code).toBe(2);
      expect(err).not.toBe('');
    },
  );
});
