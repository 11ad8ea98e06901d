import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestOrganization } from '../../test/organization.js';

/** PAD/webapi/retrieve-entity-using-web-api.md, "Retrieve a single property value" and "Retrieve navigation property values". */
describe('GET of a part of a row', () => {
  let organization: TestOrganization;
  let account: string;
  const contacts: string[] = [];

  beforeAll(async () => {
    organization = await TestOrganization.start();
    account = await organization.insert('accounts', 'accountid', {
      name: 'Adventure Works (sample)',
      cw_key: 'a',
    });
    for (const name of ['Rene', 'Ann', 'Bo']) {
      const parent = { 'parentcustomerid_account@odata.bind': `/accounts(${account})` };
      contacts.push(await organization.contact({ firstname: name, lastname: 'Valdes', ...parent }));
    }
    await organization.contact();
    const bind = { 'primarycontactid@odata.bind': `/contacts(${contacts[0]})` };
    await organization.patch(`accounts(${account})`, bind);
  });
  afterAll(() => organization.close());

  it('gives the value of a property, also by the key of the row, and nothing when there is none', async () => {
    for (const path of [`accounts(${account})/name`, "accounts(cw_key='a')/name"])
      expect((await organization.get(path)).json).toEqual({
        '@odata.context': `${organization.root}$metadata#accounts(${account})/name`,
        value: 'Adventure Works (sample)',
      });
    const { json } = await organization.get(`accounts(${account})/_primarycontactid_value`);
    expect(json['value']).toBe(contacts[0]);
    const empty = await organization.get(`accounts(${account})/description`);
    expect([empty.status, empty.text]).toEqual([204, '']);
  });

  it('gives a value as plain text with /$value', async () => {
    const { text, headers } = await organization.get(`accounts(${account})/name/$value`);
    expect([text, headers.get('content-type')]).toEqual(['Adventure Works (sample)', 'text/plain']);
  });

  it('gives the row of a lookup, and what is of that row', async () => {
    const { json } = await organization.get(`accounts(${account})/primarycontactid?$select=fullname`);
    expect(json).toMatchObject({
      '@odata.context': `${organization.root}$metadata#contacts(fullname)/$entity`,
      fullname: 'Rene Valdes',
      contactid: contacts[0],
    });
    const name = await organization.get(`accounts(${account})/primarycontactid/firstname`);
    expect(name.json['value']).toBe('Rene');
    expect((await organization.get(`contacts(${contacts[1]})/parentcustomerid_contact`)).status).toBe(204);
  });

  it('gives the link to the row of a lookup', async () => {
    const { json } = await organization.get(`accounts(${account})/primarycontactid/$ref`);
    expect(json['@odata.id']).toBe(`${organization.root}contacts(${contacts[0]})`);
  });

  /** PAD/webapi/query/overview.md, "Filtered collections". */
  it('gives the rows that refer to it, with every option and in pages', async () => {
    const path = `accounts(${account})/contact_customer_accounts`;
    const whole = await organization.get(`${path}?$select=firstname&$orderby=firstname&$count=true`);
    expect(whole.json['@odata.context']).toBe(`${organization.root}$metadata#contacts(firstname)`);
    expect(whole.json['@odata.count']).toBe(3);
    expect(whole.value.map((row) => row['firstname'])).toEqual(['Ann', 'Bo', 'Rene']);
    const some = await organization.get(`${path}?$filter=startswith(firstname,'b')&$select=firstname`);
    expect(some.value.map((row) => row['firstname'])).toEqual(['Bo']);
    const page = await organization.get(`${path}?$orderby=firstname`, { Prefer: 'odata.maxpagesize=2' });
    const next = await organization.get(String(page.json['@odata.nextLink']), {
      Prefer: 'odata.maxpagesize=2',
    });
    expect([page.value.length, next.value.map((row) => row['firstname'])]).toEqual([2, ['Rene']]);
  });

  it('gives the links to those rows', async () => {
    const { json, value } = await organization.get(`accounts(${account})/contact_customer_accounts/$ref`);
    expect(json['@odata.context']).toBe(`${organization.root}$metadata#Collection($ref)`);
    expect(value.map((link) => link['@odata.id']).sort()).toEqual(
      contacts.map((id) => `${organization.root}contacts(${id})`).sort(),
    );
  });

  it.each([
    ['accounts(ID)/contact_customer_accounts/$count', 3],
    ["accounts(ID)/contact_customer_accounts/$count?$filter=firstname eq 'ann'", 1],
    ['contacts/$count', 4],
    ["contacts/$count?$filter=lastname ne 'valdes'", 1],
  ])('counts with %s, in plain text with a byte order mark', async (path, count) => {
    const url = new URL(encodeURI(path.replace('ID', account)), organization.root);
    const token = await organization.token();
    const response = await fetch(url, { headers: { Authorization: `Bearer ${token}` } });
    const bytes = Buffer.from(await response.arrayBuffer());
    expect(bytes.toString('utf8')).toBe(`\uFEFF${count}`);
    expect(response.headers.get('content-type')).toBe('text/plain');
  });

  it.each([
    'accounts(ID)/nothing',
    'accounts(ID)/name/more',
    'contacts/nothing',
    'accounts(ID)/contact_customer_accounts/name',
  ])('knows no %s', async (path) => {
    const reply = await organization.get(path.replace('ID', account));
    expect([reply.status, reply.error?.code]).toEqual([404, '0x8006088a']);
  });

  it('finds nothing of a row that does not exist', async () => {
    expect((await organization.get(`accounts(${randomUUID()})/name`)).error?.code).toBe('0x80040217');
  });

  it('says that it cannot go on from a row of a collection', async () => {
    const path = `accounts(${account})/contact_customer_accounts(${contacts[0]})`;
    expect((await organization.get(path)).error?.code).toBe('not-implemented:associations');
  });
});
