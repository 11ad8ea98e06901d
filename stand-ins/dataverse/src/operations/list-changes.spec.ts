import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { bankAccount } from '../../test/definitions.js';
import { TestOrganization, type Reply } from '../../test/organization.js';
import { findSchemaFile } from '../http/defaults.js';

// developer/data-platform/use-change-tracking-synchronize-data-external-systems

const TRACKED = 'accounts?$select=name';
const TRACKING = { Prefer: 'odata.track-changes' };
const DAY_SECONDS = 86_400;

const deltaLink = ({ json }: Reply) => String(json['@odata.deltaLink']);
const nextLink = ({ json }: Reply) => String(json['@odata.nextLink']);
const names = ({ value }: Reply) => value.map((row) => row['name'] ?? row['reason']);

describe('changes of a table', () => {
  let organization: TestOrganization;
  beforeAll(async () => void (organization = await TestOrganization.start()));
  beforeEach(() => organization.control('reset', {}));
  afterAll(() => organization.close());

  const account = async (name: string, id: string = randomUUID()) => {
    expect((await organization.post('accounts', { accountid: id, name })).status).toBe(204);
    return id;
  };
  const since = async () => deltaLink(await organization.get(TRACKED, TRACKING));

  it('begin with all rows and a link to what comes later, whose token is a version and a time', async () => {
    const id = await account('Monte Orton');
    const reply = await organization.get(TRACKED, TRACKING);
    expect(reply.headers.get('preference-applied')).toBe('odata.track-changes');
    expect(reply.json['@odata.context']).toBe(`${organization.root}$metadata#accounts(name)`);
    expect(reply.value).toEqual([
      { '@odata.etag': expect.stringMatching(/^W/), name: 'Monte Orton', accountid: id },
    ]);
    const token = String.raw`\d+%21\d\d%2f\d\d%2f\d{4}%20\d\d%3a\d\d%3a\d\d`;
    expect(deltaLink(reply).split('accounts')[1]).toMatch(
      new RegExp(String.raw`^\?\$select=name&\$deltatoken=${token}$`),
    );
  });

  it('are told behind the link: new and updated rows in the order of their versions, then deletions', async () => {
    const [first, second, third] = [await account('1'), await account('2'), await account('3')];
    const link = await since();
    await organization.delete(`accounts(${second})`);
    await organization.patch(`accounts(${third})`, { name: '3b' });
    const fourth = await account('4');
    await organization.patch(`accounts(${first})`, { name: '1b' });
    const reply = await organization.get(link);
    expect(reply.json['@odata.context']).toBe(`${organization.root}$metadata#accounts(name)/$delta`);
    const shown = (id: string, name: string) => ({ '@odata.etag': expect.any(String), name, accountid: id });
    expect(reply.value).toEqual([
      shown(third, '3b'),
      shown(fourth, '4'),
      shown(first, '1b'),
      {
        '@odata.context': `${organization.root}$metadata#accounts/$deletedEntity`,
        id: second,
        reason: 'deleted',
      },
    ]);
    expect((await organization.get(deltaLink(reply))).value).toEqual([]);
    expect(names(await organization.get(link))).toHaveLength(4);
  });

  it('tell the deletion of a row that came and went in between', async () => {
    const link = await since();
    const id = await account('short');
    await organization.delete(`accounts(${id})`);
    expect((await organization.get(link)).value).toMatchObject([{ id, reason: 'deleted' }]);
  });

  it('tell one that was deleted and made again as a row, and nothing of what was taken back', async () => {
    const id = await account('once');
    const link = await since();
    await organization.delete(`accounts(${id})`);
    await account('again', id);
    await organization.post('accounts', { name: 'x', contact_customer_accounts: [{ lastname: 5 }] });
    expect(names(await organization.get(link))).toEqual(['again']);
  });

  it('tell the rows that went or changed with another one', async () => {
    const contact = await organization.contact();
    const customer = { 'primarycontactid@odata.bind': `/contacts(${contact})` };
    await organization.insert('accounts', 'accountid', { name: 'bound', ...customer });
    const link = await since();
    await organization.delete(`contacts(${contact})`);
    expect(names(await organization.get(link))).toEqual(['bound']);
  });

  it('come in pages, from the rows to the deletions, and all end with the same link', async () => {
    const link = await since();
    const ids = [];
    for (const name of ['a', 'b', 'c', 'd', 'e']) ids.push(await account(name));
    for (const id of ids.slice(0, 2)) await organization.delete(`accounts(${id})`);
    const prefer = { Prefer: 'odata.maxpagesize=1' };
    const pages = [];
    let reply = await organization.get(link, prefer);
    for (; reply.json['@odata.nextLink']; reply = await organization.get(nextLink(reply), prefer))
      pages.push(names(reply));
    pages.push(names(reply));
    expect(pages).toEqual([['c'], ['d'], ['e'], ['deleted'], ['deleted']]);
    const whole = await organization.get(link, { Prefer: 'odata.maxpagesize=4' });
    expect([names(whole), names(await organization.get(nextLink(whole)))]).toEqual([
      ['c', 'd', 'e', 'deleted'],
      ['deleted'],
    ]);
    expect((await organization.get(deltaLink(reply))).value).toEqual([]);
  });

  it('lose nothing that changes while the first pages are read', async () => {
    const [first, second] = [await account('1'), await account('2')];
    const prefer = { Prefer: 'odata.track-changes,odata.maxpagesize=1' };
    const page = await organization.get(TRACKED, prefer);
    expect(nextLink(page)).toContain('istracking=%22True%22');
    await organization.patch(`accounts(${first})`, { name: '1b' });
    await organization.delete(`accounts(${second})`);
    const last = await organization.get(nextLink(page), prefer);
    const later = await organization.get(deltaLink(last));
    expect([...names(page), ...names(last), ...names(later)]).toEqual(['1', '1b', '1b', 'deleted']);
  });

  it('are counted without being told', async () => {
    const link = await since();
    await organization.delete(`accounts(${await account('a')})`);
    await account('b');
    const counted = await organization.get(link.replace('accounts?$select=name&', 'accounts/$count?'));
    expect([counted.status, counted.text.replace('\uFEFF', '')]).toEqual([200, '2']);
  });

  it.each(['$filter=name eq %27x%27', '$orderby=name', '$expand=primarycontactid', '$top=1'])(
    'take no %s',
    async (option) => {
      const name = option.split('=')[0];
      const message = `The "${name}" query parameter isn't supported when Change Tracking is enabled.`;
      const asked = await organization.get(`${TRACKED}&${option}`, TRACKING);
      const later = await organization.get(`${await since()}&${option}`);
      for (const { status, error } of [asked, later])
        expect([status, error?.message]).toEqual([400, message]);
    },
  );

  it.each(['1', 'x!08/22/2017 08:10:44', '1!22/08/2017 08:10:44', ''])(
    'refuse a token that is none: "%s"',
    async (token) => {
      const reply = await organization.get(`${TRACKED}&$deltatoken=${encodeURIComponent(token)}`);
      expect([reply.status, reply.error?.code]).toEqual([400, '0x80040203']);
    },
  );

  it('can be asked for seven days, then all must be read again', async () => {
    const link = await since();
    await account('a');
    const longLived = await organization.sign({ lifetime: 8 * DAY_SECONDS });
    const later = () => organization.get(link, { Authorization: `Bearer ${longLived}` });
    await organization.control('clock', { advanceSeconds: 7 * DAY_SECONDS - 60 });
    expect(names(await later())).toEqual(['a']);
    await organization.control('clock', { advanceSeconds: 120 });
    const late = await later();
    expect([late.status, late.error]).toEqual([
      400,
      {
        code: '0x80044352',
        message: 'Version stamp associated with the client has expired. Please perform a full sync.',
      },
    ]);
  });

  it('must all be read again when the rows were forgotten', async () => {
    const link = await since();
    await organization.control('reset', {});
    expect((await organization.get(link)).error?.code).toBe('0x80044352');
  });

  it('are told of whole tables only', async () => {
    const id = await account('a');
    const reply = await organization.get(`accounts(${id})/contact_customer_accounts`, TRACKING);
    expect([reply.status, reply.error?.code]).toEqual([400, '0x80060888']);
  });
});

describe('changes', () => {
  let directory: string;
  beforeEach(() => void (directory = mkdtempSync(join(tmpdir(), 'dataverse-'))));
  afterEach(() => rmSync(directory, { recursive: true }));

  it('are still told after a kill, deletions among them', async () => {
    const killed = join(directory, 'killed');
    const first = await TestOrganization.start({ dataDirectory: killed });
    const gone = await first.contact({ lastname: 'gone' });
    const path = new URL(deltaLink(await first.get('contacts?$select=lastname', TRACKING)));
    await first.post('contacts', { lastname: 'x', incident_customer_contacts: [{ title: 5 }] });
    await first.delete(`contacts(${gone})`);
    copyFileSync(join(killed, 'dataverse.ndjson'), join(directory, 'dataverse.ndjson'));
    const second = await TestOrganization.start({ dataDirectory: directory });
    await first.close();
    await second.contact({ lastname: 'new' });
    const { value } = await second.get(path.pathname + path.search);
    expect(value).toMatchObject([{ lastname: 'new' }, { id: gone, reason: 'deleted' }]);
    await second.close();
  });

  it('end after as many days as the organisation keeps them', async () => {
    const organization = await TestOrganization.start({ changeTrackingDays: 1 / 24 / 60 });
    const link = deltaLink(await organization.get('contacts?$select=lastname', TRACKING));
    await organization.control('clock', { advanceSeconds: 62 });
    expect((await organization.get(link)).error?.code).toBe('0x80044352');
    await organization.close();
  });

  it('are refused for a table that does not track them, which its definition says', async () => {
    const schemaFile = join(directory, 'schema.yaml');
    const schema = readFileSync(findSchemaFile(), 'utf8');
    writeFileSync(schemaFile, schema.replace('  account:\n', '  account:\n    changeTracking: false\n'));
    const organization = await TestOrganization.start({ schemaFile });
    const { status, error } = await organization.get('accounts?$select=name', TRACKING);
    expect([status, error]).toEqual([
      400,
      { code: '0x80072491', message: "Entity account isn't enabled for change tracking." },
    ]);
    const tracked = await organization.get(
      'EntityDefinitions?$select=LogicalName&$filter=ChangeTrackingEnabled eq true',
    );
    const tables = tracked.value.map((table) => table['LogicalName']);
    expect([tables.includes('contact'), tables.includes('account')]).toEqual([true, false]);
    const annotated = (await organization.get('$metadata?annotations=true')).text;
    const tracking = (set: string) =>
      new RegExp(`<EntitySet Name="${set}"(?:(?!</EntitySet>).)*Capabilities.V1.ChangeTracking`, 's');
    expect(annotated).toMatch(tracking('contacts'));
    expect(annotated).not.toMatch(tracking('accounts'));
    await organization.close();
  });

  it('are tracked of a table that was made here once its definition says so, and from then on', async () => {
    const organization = await TestOrganization.start();
    await organization.post('EntityDefinitions', bankAccount());
    const definition = "EntityDefinitions(LogicalName='new_bankaccount')";
    const set = String((await organization.get(definition)).json['EntitySetName']);
    const read = async () => (await organization.get(set, TRACKING)).status;
    const say = (enabled: boolean) =>
      organization.ask('PUT', definition, { body: bankAccount({ ChangeTrackingEnabled: enabled }) });
    const before = await read();
    await say(true);
    const tracked = await read();
    await say(false);
    expect([before, tracked, await read()]).toEqual([400, 200, 200]);
    await organization.close();
  });
});
