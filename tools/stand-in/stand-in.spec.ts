import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { afterEach, describe, expect, it } from 'vitest';
import { defaultApplicationUsers, startDataverseStandIn } from '../../stand-ins/dataverse/src/index.js';
import { entraDefaults, startEntraStandIn } from '../../stand-ins/entra/src/index.js';
import { dataverseInWords, entraInWords } from './credentials.js';
import { addDataverse, addEntra, dataverseOptions, entraOptions, type StandInFlags } from './flags.js';

const { clients, tenantId } = entraDefaults;

function flagsOf(name: 'dataverse' | 'entra', ...args: string[]): StandInFlags {
  const program = new Command().exitOverride().configureOutput({ writeErr: () => undefined });
  let flags: StandInFlags | undefined;
  for (const add of [addDataverse, addEntra])
    add(program).action((given: StandInFlags) => void (flags = given));
  program.parse([name, ...args], { from: 'user' });
  if (!flags) throw new Error('No command was run');
  return flags;
}

describe('the command line of the stand-ins', () => {
  it('opens the doors of the design on this machine only, unless told otherwise', () => {
    expect(dataverseOptions(flagsOf('dataverse'))).toMatchObject({
      host: '127.0.0.1',
      port: 9010,
      limits: { requests: 6_000, windowSeconds: 300 },
      tokens: { tenantId, jwksUri: `http://127.0.0.1:9030/${tenantId}/discovery/v2.0/keys` },
    });
    expect(entraOptions(flagsOf('entra'))).toEqual({ host: '127.0.0.1', port: 9030 });
  });

  it('hands every option on', () => {
    const dataverse = flagsOf(
      ...([
        'dataverse',
        '--host',
        '0.0.0.0',
        '--port',
        '0',
        '--url',
        'http://dataverse:9010',
        '--data',
        '/data',
      ] as const),
      ...['--entra', 'http://entra:9030', '--schema', 's.yaml', '--requests', '8000', '--window', '60'],
      ...['--application-user', 'ABC', '--lake', '/lake'],
    );
    expect(dataverseOptions(dataverse)).toMatchObject({
      host: '0.0.0.0',
      port: 0,
      publicUrl: 'http://dataverse:9010',
      dataDirectory: '/data',
      lakeDirectory: '/lake',
      schemaFile: 's.yaml',
      limits: { requests: 8_000, windowSeconds: 60 },
      applicationUsers: { abc: expect.any(String) },
    });
    expect(dataverseOptions(flagsOf('dataverse', '--no-limits')).limits).toMatchObject({ enabled: false });
    const entra = flagsOf(
      'entra',
      '--key-file',
      'k',
      '--lifetime',
      '5',
      '--organization-url',
      'https://a',
      'https://b',
    );
    expect(entraOptions(entra)).toMatchObject({
      keyFile: 'k',
      tokenLifetimeSeconds: 5,
      organizationUrls: ['https://a', 'https://b'],
    });
  });

  it('takes the limits of a kind of environment, and what is to be otherwise', () => {
    const limits = (...args: string[]) => dataverseOptions(flagsOf('dataverse', ...args)).limits;
    expect(limits()).toMatchObject({
      enabled: true,
      servers: 1,
      shared: false,
      costs: 'off',
      compression: 1,
    });
    expect(limits('--preset', 'large')).toMatchObject({ requests: 8_000, concurrency: 100, servers: 15 });
    expect(
      limits(
        ...['--preset', 'standard', '--execution-ms', '60000', '--concurrency', '8', '--servers', '2'],
        ...['--shared', '--dop-hint', '4', '--compression', '20', '--seed', '7', '--costs'],
      ),
    ).toMatchObject({
      ...{ requests: 6_000, executionMs: 60_000, concurrency: 8, servers: 2, shared: true, dopHint: 4 },
      ...{ compression: 20, seed: 7, costs: { requestMs: 60, seed: 7 } },
    });
    expect(limits('--cost', 'request=10', '--cost', 'bulk=5')).toMatchObject({
      costs: { requestMs: 10, operationMs: { bulk: 5, create: 40 } },
    });
  });

  it('takes costs that were measured from a file, and says so when there is none', () => {
    const folder = mkdtempSync(join(tmpdir(), 'costs-'));
    const path = join(folder, 'costs.json');
    const tables = {};
    writeFileSync(path, JSON.stringify({ format: 'causeway-dataverse-costs', version: 1, tables }));
    const costs = (...args: string[]) => dataverseOptions(flagsOf('dataverse', ...args)).limits;
    expect(costs('--costs', path, '--cost', 'request=70')).toMatchObject({
      costs: { measured: {}, requestMs: 70 },
    });
    rmSync(folder, { recursive: true });
    expect(() => costs('--costs', path)).toThrow('cannot be read');
  });

  it('collects what may be given several times', () => {
    const options = dataverseOptions(
      flagsOf(
        'dataverse',
        ...['--privilege', 'abc=prvActOnBehalfOfAnotherUser', '--privilege', 'abc=prvBypassCustomPlugins'],
        ...['--duplicate-rule', 'contact=lastname,emailaddress1'],
        ...['--unknown', 'unchangedUpdate=sameVersion', '--unknown', 'emptyText=kept'],
      ),
    );
    expect(options).toMatchObject({
      privileges: { abc: ['prvActOnBehalfOfAnotherUser', 'prvBypassCustomPlugins'] },
      duplicateRules: [{ table: 'contact', columns: ['lastname', 'emailaddress1'] }],
      unknowns: { unchangedUpdate: 'sameVersion', emptyText: 'kept' },
    });
  });

  it.each([
    ['dataverse', '--unknown', 'nosuchthing=1'],
    ['dataverse', '--unknown', 'emptyText=perhaps'],
    ['dataverse', '--unknown', 'emptyText'],
    ['dataverse', '--privilege', 'abc=prvEverything'],
    ['dataverse', '--port', 'abc'],
    ['dataverse', '--port', '70000'],
    ['dataverse', '--requests', '0'],
    ['dataverse', '--preset', 'huge'],
    ['dataverse', '--cost', 'dreaming=5'],
    ['dataverse', '--cost', 'bulk=much'],
    ['entra', '--lifetime', '-1'],
    ['entra', '--data', 'x'],
  ] as const)('refuses %s %s %s', (name, ...args) => {
    expect(() => flagsOf(name, ...args)).toThrow(/invalid|unknown option/);
  });

  it('prints where to go and with which credentials', () => {
    const { applicationId, secret } = clients.website;
    expect(entraInWords('http://127.0.0.1:9030')).toContain(`${applicationId}  ${secret}`);
    const words = dataverseInWords('http://127.0.0.1:9010', 'http://127.0.0.1:9030');
    expect(words).toContain('http://127.0.0.1:9010/api/data/v9.2/');
    expect(words).toContain('http://127.0.0.1:9010/.default');
    expect(words).toContain(clients['website-intake'].secret);
  });
});

describe('the two stand-ins together', () => {
  const running: { close(): Promise<void> }[] = [];
  afterEach(async () => {
    for (const standIn of running.splice(0)) await standIn.close();
  });

  it('agree on who is an application user', () => {
    const ours = [
      clients['website-intake'],
      clients.sharepoint,
      clients.administrator,
      clients['batch-sync'],
    ];
    expect(Object.keys(defaultApplicationUsers)).toEqual(ours.map(({ applicationId }) => applicationId));
    expect(dataverseOptions(flagsOf('dataverse')).applicationUsers).toEqual(defaultApplicationUsers);
  });

  it('let a service and an administrator in with a token of one at the other, and nobody else', async () => {
    const entra = await startEntraStandIn(entraOptions(flagsOf('entra', '--port', '0')));
    const dataverse = await startDataverseStandIn(
      dataverseOptions(flagsOf('dataverse', '--port', '0', '--entra', entra.url)),
    );
    running.push(entra, dataverse);
    const whoAmI = async (name: keyof typeof clients, scope = `${dataverse.url}/.default`) => {
      const { applicationId, secret } = clients[name];
      const form = {
        grant_type: 'client_credentials',
        client_id: applicationId,
        client_secret: secret,
        scope,
      };
      const asked = await fetch(`${entra.url}/${tenantId}/oauth2/v2.0/token`, {
        method: 'POST',
        body: new URLSearchParams(form),
      });
      const { access_token } = (await asked.json()) as { access_token: string };
      const headers = { Authorization: `Bearer ${access_token}` };
      return (await fetch(`${dataverse.url}/api/data/v9.2/WhoAmI`, { headers })).status;
    };
    expect(await whoAmI('website-intake')).toBe(200);
    expect(await whoAmI('administrator')).toBe(200);
    expect(await whoAmI('website')).toBe(403);
    expect(await whoAmI('website-intake', 'https://graph.microsoft.com/.default')).toBe(401);
    expect(await whoAmI('website', 'api://causeway-intake/.default')).toBe(401);
  });
});
