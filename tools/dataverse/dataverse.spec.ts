import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CommanderError } from 'commander';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectDataverse, contactTable, type ConnectedDataverse, clientCredentials } from '#lib/dataverse';
import { entraDefaults } from '../../stand-ins/entra/src/index.js';
import { runProgram } from '../../test/support/child-process.js';
import { DataverseStandIn } from '../../test/support/dataverse-stand-in.js';
import { EntraStandIn } from '../../test/support/entra-stand-in.js';
import { freePort } from '../../test/support/free-port.js';
import { commandWithSubcommands } from '../run.js';
import { measureCommand } from './measure/measure.command.js';
import { query } from './query/query.js';
import type { Connected, Work } from './subcommand.js';
import { whoAmI } from './who-am-i.js';

const { tenantId, clients } = entraDefaults;
const { applicationId, secret } = clients.administrator;

/** Runs what was built, as `npm run dataverse` does. */
const dataverseCommand = (args: readonly string[], env: NodeJS.ProcessEnv) =>
  runProgram(['dist/tools/dataverse/main.js', ...args], env);

describe('the dataverse command', { timeout: 60_000 }, () => {
  let entra: EntraStandIn;
  let standIn: DataverseStandIn;
  let dataverse: ConnectedDataverse;

  beforeAll(async () => {
    entra = await EntraStandIn.start();
    standIn = await DataverseStandIn.start({ tokens: { tenantId, jwksUri: entra.jwksUri } });
    dataverse = connectDataverse({
      url: standIn.url,
      tokens: clientCredentials({
        authorityUrl: entra.url,
        tenantId,
        clientId: applicationId,
        clientSecret: secret,
        scope: `${standIn.url}/.default`,
      }),
    });
    for (let number = 1; number <= 60; number += 1)
      await dataverse.client.create(contactTable, { lastName: `Example ${number}` });
  });

  afterAll(async () => {
    await dataverse.close();
    await standIn.close();
    await entra.close();
  });

  const portOf = (url: string) => new URL(url).port;
  const run = (args: readonly string[], env: Record<string, string> = {}) =>
    dataverseCommand(args, { DATAVERSE_PORT: portOf(standIn.url), ENTRA_PORT: portOf(entra.url), ...env });

  it('says who it is, and that it speaks with the stand-in', async () => {
    const { code, out, err } = await run(['whoami']);
    const { userId } = await dataverse.client.whoAmI();
    expect(out).toContain(userId);
    expect(err).toBe(`No settings, so this is the stand-in at ${standIn.url}, as administrator.\n`);
    expect(code).toBe(0);
  });

  it('ends with code 2 when it is used wrongly', async () => {
    const { code, err } = await run(['query']);
    expect(code).toBe(2);
    expect(err).toContain('--help tells more');
  });

  it('takes the same settings for a stand-in as for a real environment', async () => {
    const settings = {
      DATAVERSE_URL: standIn.url,
      ENTRA_AUTHORITY: entra.url,
      ENTRA_TENANT_ID: tenantId,
      DATAVERSE_CLIENT_ID: applicationId,
      DATAVERSE_CLIENT_SECRET: secret,
    };
    const { code, out, err } = await run(['whoami', '--json', '-'], settings);
    expect(JSON.parse(out)).toMatchObject({
      url: standIn.url,
      userId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
    expect([code, err]).toEqual([0, '']);
  });

  it('shows a page of a table and says how many rows there are', async () => {
    const { code, out, err } = await run(['query', 'contact', '--select', 'lastname', '--count']);
    expect(out.match(/Example \d+/g)).toHaveLength(50);
    expect(err).toContain('50 of 60 rows. There are more');
    expect(code).toBe(0);
  });

  it('writes a page as JSON and nothing else there, and says beside it that it is not all', async () => {
    const { out, err } = await run(['query', 'contact', '--json', '-']);
    expect(JSON.parse(out)).toHaveLength(50);
    expect(err).toContain('50 rows. There are more: --all shows every one, --top so many.');
  });

  it('writes every row to a file, and shows nothing but their number', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'query-'));
    const file = join(folder, 'rows.json');
    const { out, err } = await run(['query', 'contacts', '--all', '--json', file]);
    const rows = JSON.parse(await readFile(file, 'utf8')) as { lastname: string }[];
    await rm(folder, { recursive: true });
    expect(new Set(rows.map(({ lastname }) => lastname)).size).toBe(60);
    expect([out, err.split('\n').at(-2)]).toEqual(['', '60 rows.']);
  });

  it('measures nothing where nobody has said so by name', async () => {
    const host = new URL(standIn.url).host;
    const unnamed = await run(['measure', '--rounds', '1']);
    expect([unnamed.code, unnamed.out]).toEqual([1, '']);
    expect(unnamed.err).toContain(`say --allow-writes ${host} if it may`);
    const misnamed = await run(['measure', '--allow-writes', 'contoso.crm4.dynamics.com']);
    expect([misnamed.code, misnamed.out]).toEqual([1, '']);
    expect(await standIn.rows('account')).toEqual([]);
  });

  it('measures costs, removes its rows, and writes the file', async () => {
    const host = new URL(standIn.url).host;
    const few = ['--rounds', '1', '--table', 'account', '--batch', '2', '--bulk', '2'];
    const { code, out, err } = await run(['measure', '--allow-writes', host, ...few, '--json', '-']);
    expect(JSON.parse(out)).toMatchObject({ format: 'causeway-dataverse-costs', environment: host });
    expect(err).toContain('22 rows were removed again.');
    expect(code).toBe(0);
    const cleaned = await run(['measure', '--clean', '--allow-writes', host]);
    expect([cleaned.code, cleaned.err]).toEqual([0, expect.stringContaining('0 rows were removed again.')]);
  });

  it('ends with code 1 and what to do when nothing answers', async () => {
    const { code, err } = await run(['whoami'], { DATAVERSE_PORT: String(await freePort()) });
    expect(code).toBe(1);
    expect(err).toContain('does not answer (connection-refused). Are the stand-ins running? npm start');
  });

  it('prints neither token nor secret, whatever happens', async () => {
    const settings = { DATAVERSE_CLIENT_SECRET: 'hunter2', DATAVERSE_URL: 'nowhere' };
    const { code, out, err } = await run(['whoami'], settings);
    expect([code, out]).toEqual([1, '']);
    expect(err).toContain('DATAVERSE_URL: must be an http or https address');
    expect(err).not.toMatch(/hunter2|eyJ/);
  });
});

describe('the command line of the dataverse command', () => {
  const parse = (...args: string[]) => {
    const program = commandWithSubcommands('dataverse').configureOutput({ writeErr: () => undefined });
    let work: Work | undefined;
    for (const add of [whoAmI, query, measureCommand]) add(program, (chosen) => (work = chosen));
    program.parse(args, { from: 'user' });
    return work;
  };

  it.each([
    ['no subcommand', []],
    ['another subcommand', ['quarry', 'contact']],
    ['no table', ['query']],
    ['two tables', ['query', 'contact', 'account']],
    ['a number of rows that is none', ['query', 'contact', '--top', 'x']],
    ['more rows than the service gives at once', ['query', 'contact', '--top', '5001']],
    ['all rows and some', ['query', 'contact', '--all', '--top', '3']],
    ['a table without our key', ['measure', '--table', 'account,annotation']],
    ['a batch with more rows than it holds', ['measure', '--batch', '10,1001']],
    ['sizes that make no line', ['measure', '--bulk', '1']],
    ['no rounds', ['measure', '--rounds', '0']],
  ])('refuses %s', (_, args) => {
    expect(() => parse(...args)).toThrow(CommanderError);
  });

  it('chooses its work and does none before it is connected', () => {
    expect(parse('query', 'contact', '--top', '3')).toBeTypeOf('function');
    expect(parse('whoami')).toBeTypeOf('function');
  });

  it('finds out that a file has no folder before it asks anything', async () => {
    const work = parse('query', 'contact', '--json', '/no/where/rows.json');
    const connected = { url: '', signal: AbortSignal.abort() } as Connected;
    await expect(work?.(connected)).rejects.toThrow('There is no folder /no/where');
  });
});
