import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { batchSyncConfig } from '../../../apps/batch-sync/src/batch-sync.config.js';
import { tableMapOf } from '../../../apps/batch-sync/src/load/table-map.js';
import { type OpenBatchSync, openBatchSync } from '../../../apps/batch-sync/src/open-batch-sync.js';
import type { Adoption } from '../../../apps/batch-sync/src/adopt/adoption.js';
import { type ConnectedDataverse, connectDataverse } from '#lib/dataverse';
import { readSchema } from '#lib/dataverse-schema';
import { createLogger } from '#lib/telemetry';
import { entraDefaults } from '../../../stand-ins/entra/src/index.js';
import { runProgram } from '../../../test/support/child-process.js';
import { tokensFor } from '../../../test/support/dataverse-identity.js';
import { DataverseStandIn } from '../../../test/support/dataverse-stand-in.js';
import { EntraStandIn } from '../../../test/support/entra-stand-in.js';
import { freePort } from '../../../test/support/free-port.js';
import type { TestDatabase } from '../../../test/support/fresh-database.js';
import { createTestDatabase } from '../../../test/support/postgres.js';
import { embeddedSettings } from '../../launcher/embedded-settings.js';
import { landFiles } from '../run/land-files.js';

const HEADER = 'Domain name,Domain type,Agency,Organization name,City,State,Security contact email';

/** Customers as their register knows them. */
const CUSTOMERS = [
  'oak.example,City,,Oak Council,Oakham,UT,ann@oak.example',
  'elm.example,City,,Elm Board,Elmton,UT,Bob@elm.example',
  'sky.example,City,,Sky Office,Skyville,UT,cem@sky.example',
  'fig.example,City,,Fig Trust,Figton,UT,dora@fig.example',
  'yew.example,City,,Yew House,Yewton,UT,(blank)',
  'yews.example,City,,Yew House,Yewton,UT,(blank)',
  'ash.example,City,,Ash Club,Ashton,UT,(blank)',
];

/** The same as the CRM has had them for years, with more than one way to write them. */
const ACCOUNTS = [
  ['OAK council', 'Oakham', 'ut'],
  ['  Elm Board ', 'elmton', 'UT'],
  ['Sky Office', 'Skyville', 'UT'],
  ['Fig Trust', 'Figton', 'UT'],
  ['Fig trust', 'Figton', 'UT'],
  ['Yew House', 'Yewton', 'UT'],
  ['Ash Club', 'Elsewhere', 'UT'],
] as const;

const CONTACTS = ['ANN@oak.example', 'dora@fig.example', 'Dora@fig.example'];

const schema = await readSchema('dataverse/schema.yaml');
const accounts = tableMapOf(schema, 'account');
const contacts = tableMapOf(schema, 'contact');

describe('a CRM that had its customers before the sync', { timeout: 60_000 }, () => {
  let folder: string;
  let file: string;
  let database: TestDatabase;
  let entra: EntraStandIn;
  let dataverse: DataverseStandIn;
  let crm: ConnectedDataverse;
  let env: NodeJS.ProcessEnv;
  let opened: OpenBatchSync;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'causeway-adopt-'));
    file = join(folder, 'customers.csv');
    await writeFile(file, `${[HEADER, ...CUSTOMERS].join('\n')}\n`);
    [database, entra] = await Promise.all([createTestDatabase(), EntraStandIn.start()]);
    const tokens = { jwksUri: entra.jwksUri, tenantId: entraDefaults.tenantId };
    dataverse = await DataverseStandIn.start({ tokens, limits: 'off' });
    crm = connectDataverse({
      url: dataverse.url,
      tokens: tokensFor({ dataverseUrl: dataverse.url, entraUrl: entra.url }, 'administrator'),
    });
    for (const [name, address1_city, address1_stateorprovince] of ACCOUNTS)
      await crm.client.create(accounts, { name, address1_city, address1_stateorprovince });
    for (const email of CONTACTS)
      await crm.client.create(contacts, { lastname: 'Known', emailaddress1: email });
    env = {
      ...embeddedSettings({ entra: entra.url, dataverse: dataverse.url, database: database.url }),
      SYNC_KEY_SECRET: 'the secret of this spec',
      SYNC_PORT: String(await freePort()),
      SYNC_REPORTS: join(folder, 'reports'),
    };
    opened = await openBatchSync(batchSyncConfig(env), {
      logger: createLogger({ service: 'sync', level: 'silent' }),
    });
  });
  afterAll(async () => {
    await opened.close();
    await crm.close();
    await dataverse.close();
    await entra.close();
    await database.drop();
    await rm(folder, { recursive: true });
  });

  const sync = (...args: readonly string[]) => runProgram(['dist/tools/sync/main.js', ...args], env);

  const heldAccounts = async () =>
    (await dataverse.rows('account')).sort((one, other) =>
      String(one['createdon']).localeCompare(String(other['createdon'])),
    );
  const told = (...keys: string[]) => ({ rows: keys.length, keys });
  const hidden = (rows: number) => ({ rows, keys: [] });

  it('is told which rows are unique, ambiguous or new, and stays as it is', async () => {
    const before = await heldAccounts();
    const [json, out] = [join(folder, 'found.json'), join(folder, 'ambiguous.csv')];
    const said = await sync('adopt', 'customer-register', '--from', file, '--json', json, '--out', out);
    expect(said).toMatchObject({ code: 0, out: expect.stringContaining('Nothing was written.') });
    const found = JSON.parse(await readFile(json, 'utf8')) as Adoption;
    expect(found.steps).toMatchObject([
      {
        ...{ step: 'customer-register/contacts', table: 'contact', found: 3, unclaimed: 0, already: 0 },
        ...{ unique: hidden(1), ambiguous: hidden(1), none: hidden(2) },
      },
      {
        ...{ step: 'customer-register', table: 'account', found: 7, unclaimed: 1, already: 0 },
        unique: told('elm.example', 'oak.example', 'sky.example'),
        ambiguous: told('fig.example', 'yew.example', 'yews.example'),
        none: told('ash.example'),
      },
    ]);
    const csv = await readFile(out, 'utf8');
    expect(csv.split('\r\n')).toHaveLength(1 + 3 + 6 + 1);
    expect(csv).toContain(
      '"customer-register","1","source","fig.example","","name: fig trust; address1_city: figton; address1_stateorprovince: ut"',
    );
    for (const text of [said.out, said.err, csv, await readFile(json, 'utf8')])
      expect(text).not.toContain('@');
    expect(await heldAccounts()).toEqual(before);
    expect(await opened.sync.staging.waiting(opened.sync.integration('customer-register'))).toEqual([]);
  });

  it('gets the keys of the unique ones, but for a row that somebody changes at that very moment', async () => {
    const integration = opened.sync.integration('customer-register');
    const before = await heldAccounts();
    const sky = before.find(({ name }) => name === 'Sky Office')?.['accountid'];
    const delivery = await landed();
    const adoption = await opened.adoptions.adopt(integration, [delivery], {
      write: true,
      onAmbiguous: ({ group }) =>
        group === 1
          ? crm.client.update(accounts, String(sky), { telephone1: '1' }).then(() => undefined)
          : Promise.resolve(),
    });
    await opened.sync.staging.discard(integration, delivery);
    expect(adoption.steps.map(({ stamped }) => stamped)).toEqual([
      { stamped: 1, changed: hidden(0), refused: {}, open: {} },
      { stamped: 2, changed: told('sky.example'), refused: {}, open: {} },
    ]);
    const stamped = (await heldAccounts()).filter(({ cw_key: key }) => key !== null);
    expect(stamped).toHaveLength(2);
    const only = ['cw_key', 'modifiedon', '_modifiedby_value', '@odata.etag', 'versionnumber'];
    for (const row of stamped) {
      const was = before.find(({ accountid: id }) => id === row['accountid']);
      const changed = Object.keys(row).filter((column) => row[column] !== was?.[column]);
      expect(changed.filter((column) => !only.includes(column))).toEqual([]);
    }
  });

  it('gets the rest when it is done again, and then there is nothing to do', async () => {
    const again = await sync('adopt', 'customer-register', '--from', file, '--write');
    expect(again).toMatchObject({ code: 0, err: expect.stringContaining('stamp customer-register 1/1') });
    expect(again.out).toMatch(/already +2\nunique +1 \(sky\.example\)\n/);
    const last = await sync('adopt', 'customer-register', '--from', file, '--write');
    expect(last).toMatchObject({
      code: 0,
      out: expect.stringMatching(/already +3\nunique +0\n[^]*stamped +0$/m),
    });
  });

  it('is brought up to date by the first run, which makes no row that was found', async () => {
    const known = new Map((await heldAccounts()).map((row) => [row['accountid'], row]));
    const { code, out } = await sync('run', 'customer-register', '--from', file);
    expect([code, out]).toEqual([0, expect.stringContaining('all as accepted')]);
    const rows = await heldAccounts();
    const made = rows.filter(({ accountid: id }) => !known.has(id));
    // Nobody has mended the ambiguous ones.
    expect(made.map(({ cw_naturalkey: key }) => key).sort()).toEqual([
      ...['ash.example', 'fig.example', 'yew.example', 'yews.example'],
    ]);
    const found = rows.filter(({ accountid: id, cw_key: key }) => known.has(id) && key !== null);
    expect(found.map(({ name, cw_customernumber: number }) => [name, number]).sort()).toEqual([
      ['Elm Board', 'elm.example'],
      ['Oak Council', 'oak.example'],
      ['Sky Office', 'sky.example'],
    ]);
    expect(await dataverse.rows('contact')).toHaveLength(CONTACTS.length + 3);
  });

  it.each([
    [['potholes'], 1, 'potholes does not say how its rows are found: it lacks adopt.'],
    [['customer-register', '--from', '/nowhere'], 1, 'There is no /nowhere.'],
    [['customer-register', '--out', '/nowhere/rows.csv'], 1, 'There is no folder /nowhere for --out.'],
  ])('says in words what is wrong with %j', async (args, code, words) => {
    expect(await sync('adopt', ...args)).toMatchObject({ code, err: expect.stringContaining(words) });
  });

  async function landed(): Promise<string> {
    const integration = opened.sync.integration('customer-register');
    const [first] = await landFiles(opened.sync.staging, integration, file);
    if (!first || !('delivery' in first)) throw new Error('The file is refused.');
    return first.delivery;
  }
});
