import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CommanderError } from 'commander';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { commandWithSubcommands } from '../../run.js';
import type { Patience, Work } from '../subcommand.js';
import { provisionCommand } from './provision.command.js';
import { schemaDiff } from './schema-diff.command.js';
import { ProvisioningGround } from '../../../test/support/provisioning-ground.js';

const sample = fileURLToPath(new URL('testing/sample-schema.yaml', import.meta.url));

function parse(...args: string[]): { work: Work; patience: Patience } {
  const program = commandWithSubcommands('dataverse').configureOutput({ writeErr: () => undefined });
  const chosen: { work: Work; patience: Patience }[] = [];
  for (const add of [schemaDiff, provisionCommand]) {
    add(program, (work, patience = {}) => chosen.push({ work, patience }));
  }
  program.parse(args, { from: 'user' });
  return chosen[0] as (typeof chosen)[0];
}

describe('the command line', () => {
  it.each([
    ['schema alone', ['schema']],
    ['a language that is none', ['provision', '--language', 'english']],
    ['patience that is none', ['provision', '--wait', 'long']],
  ])('refuses %s', (_, args) => {
    expect(() => parse(...args)).toThrow(CommanderError);
  });

  it('gives the calls of provision the time that making a table takes', () => {
    expect(parse('provision').patience.attemptTimeoutMs).toBeGreaterThan(60_000);
    expect(parse('schema', 'diff').patience).toEqual({});
  });
});

describe('the commands', { timeout: 60_000 }, () => {
  let ground: ProvisioningGround;
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'provision-'));
    ground = await ProvisioningGround.prepare('dataverse/schema.yaml', { schema: 'complete' });
  });
  afterAll(async () => {
    await ground.close();
    await rm(folder, { recursive: true });
  });

  const run = async (...args: string[]) => {
    const out = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
    const err = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    const { client, connection } = ground.dataverse;
    const json = join(folder, 'found.json');
    try {
      const { work } = parse(...args, '--json', json);
      const code = await work({
        client,
        connection,
        url: ground.standIn.url,
        signal: new AbortController().signal,
      });
      const said = [out, err].map(({ mock }) => mock.calls.map(([text]) => String(text)).join(''));
      return { code, out: said[0], err: said[1], json: JSON.parse(await readFile(json, 'utf8')) as unknown };
    } finally {
      out.mockRestore();
      err.mockRestore();
    }
  };

  it('end with 0 where nothing differs, and say so', async () => {
    expect(await run('schema', 'diff')).toMatchObject({
      code: 0,
      out: '',
      err: 'Nothing differs: the environment is as the schema says.\n',
      json: { url: ground.standIn.url, differences: [] },
    });
    expect(await run('provision', '--wait', '1')).toMatchObject({ code: 0, json: { done: [], left: [] } });
  });

  it.each([
    ['differences', ['schema', 'diff', '--schema', sample]],
    ['found', ['provision', '--dry-run', '--schema', sample]],
  ])('end with 1 where something does, with a row for each under %s', async (list, args) => {
    const { code, out, err, json } = await run(...args);
    expect(code).toBe(1);
    expect(out).toContain('sm_lamp.sm_watts');
    expect(err).toMatch(/^\d+ differences: \d+ for provision, 0 for somebody's hands\.\n$/);
    const found = (json as Record<string, unknown>)[list];
    expect(found).toContainEqual({
      part: 'column',
      name: 'sm_lamp.sm_watts',
      difference: 'is missing',
      by: 'provision',
      remedy: 'provision creates it',
    });
    expect(ground.writes).toEqual([]);
  });

  it('refuse a prefix that the names in the schema do not have', async () => {
    await expect(run('schema', 'diff', '--prefix', 'xy')).rejects.toThrow('cw_category lacks the prefix xy_');
  });

  it('hold the schema against another solution when told so', async () => {
    const { json } = await run('schema', 'diff', '--solution', 'Other');
    expect(json).toMatchObject({ differences: [{ part: 'solution', name: 'Other' }] });
  });
});
