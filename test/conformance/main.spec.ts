import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { startDataverseStandIn } from '../../stand-ins/dataverse/src/index.js';
import { entraDefaults, startEntraStandIn } from '../../stand-ins/entra/src/index.js';
import { runProgram } from '../support/child-process.js';
import { refusalOf } from './sandbox.js';

const conformance = (args: readonly string[], env: NodeJS.ProcessEnv = {}) =>
  runProgram(['dist/test/conformance/main.js', ...args], env);

describe('the command', () => {
  it('refuses an address that is not of this machine unless it is said to be a sandbox', async () => {
    const { code, err } = await conformance(['--url', 'https://org.crm4.dynamics.com']);
    expect(code).toBe(2);
    expect(err).toContain('say --yes-this-is-a-sandbox');
  });

  it.each([
    ['https://org.crm4.dynamics.com', false, true],
    ['https://127.0.0.1.example.org', false, true],
    ['https://org.crm4.dynamics.com', true, false],
    ['http://127.0.0.1:9010', false, false],
    ['http://[::1]:9010', false, false],
    ['http://localhost:9010', false, false],
  ])('%s, said to be a sandbox: %s, is refused: %s', (url, isSandbox, isRefused) => {
    expect(refusalOf(url, isSandbox) !== undefined).toBe(isRefused);
  });

  it.each([[['--nonsense']], [['--only', 'no such thing at all']]])(
    'ends with 2 at wrong usage: %j',
    async (args) => {
      expect((await conformance(args)).code).toBe(2);
    },
  );

  it('lists what it would judge, and asks nobody', async () => {
    const { code, out } = await conformance(['--list', '--only', 'whoami']);
    expect([code, out.split('\n')[0]]).toEqual([
      0,
      'service: WhoAmI gives the ids of user, business unit and organisation',
    ]);
  });

  it('says in words that nobody answers', async () => {
    const nobody = { DATAVERSE_URL: 'http://127.0.0.1:9', ENTRA_AUTHORITY: 'http://127.0.0.1:9' };
    const { code, err } = await conformance(['--only', 'whoami'], nobody);
    expect(code).toBe(1);
    expect(err).toMatch(/No token/);
  });

  it('judges a stand-in, writes reports, and ends with 0 where nothing differs', async () => {
    const entra = await startEntraStandIn();
    const tokens = {
      tenantId: entraDefaults.tenantId,
      jwksUri: `${entra.url}/${entraDefaults.tenantId}/discovery/v2.0/keys`,
    };
    const dataverse = await startDataverseStandIn({ tokens });
    const directory = await mkdtemp(join(tmpdir(), 'conformance-'));
    const [json, markdown] = ['report.json', 'report.md'].map((name) => join(directory, name));
    try {
      const { code, out } = await conformance(
        [
          '--url',
          dataverse.url,
          '--only',
          'service: whoami',
          '--json',
          `${json}`,
          '--markdown',
          `${markdown}`,
        ],
        { ENTRA_AUTHORITY: entra.url },
      );
      expect([code, out]).toEqual([0, expect.stringContaining('not built yet')]);
      expect(JSON.parse(await readFile(`${json}`, 'utf8'))).toMatchObject({
        environment: 'a stand-in',
        counts: { same: 2, different: 0 },
      });
      expect(await readFile(`${markdown}`, 'utf8')).toMatch(/^# Conformance of a stand-in/);
    } finally {
      await rm(directory, { recursive: true });
      await dataverse.close();
      await entra.close();
    }
  });
});
