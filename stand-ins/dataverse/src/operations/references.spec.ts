import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestOrganization } from '../../test/organization.js';

/** PAD/webapi/associate-disassociate-entities-using-web-api.md */
describe('$ref', () => {
  let organization: TestOrganization;
  let account: string;
  let contact: string;
  beforeAll(async () => {
    organization = await TestOrganization.start();
    contact = await organization.contact({ cw_key: 'referred' });
    account = await organization.insert('accounts', 'accountid', { name: 'A' });
  });
  afterAll(() => organization.close());

  const ref = (method: string, path: string, link?: unknown) =>
    organization.ask(method, path, link === undefined ? {} : { body: { '@odata.id': link } });
  const primary = async () =>
    (await organization.get(`accounts(${account})`)).json['_primarycontactid_value'];
  const parent = async () => (await organization.get(`contacts(${contact})`)).json['_parentcustomerid_value'];

  it('of a single-valued property is set by PUT, with any form of link, and emptied by DELETE', async () => {
    const links = [
      `contacts(${contact})`,
      `/contacts(${contact})`,
      `${organization.root}contacts(${contact})`,
      "contacts(cw_key='referred')",
    ];
    for (const link of links) {
      const set = await ref('PUT', `accounts(${account})/primarycontactid/$ref`, link);
      expect([link, set.status, set.text, await primary()]).toEqual([link, 204, '', contact]);
      expect((await ref('DELETE', `accounts(${account})/primarycontactid/$ref`)).status).toBe(204);
      expect(await primary()).toBeNull();
    }
  });

  it('of a collection sets the lookup of the other row by POST', async () => {
    const members = `accounts(${account})/contact_customer_accounts`;
    expect((await ref('POST', `${members}/$ref`, `contacts(${contact})`)).status).toBe(204);
    expect(await parent()).toBe(account);
    expect((await ref('DELETE', `${members}(${contact})/$ref`)).status).toBe(204);
    expect(await parent()).toBeNull();
    await ref('POST', `${members}/$ref`, `${organization.root}contacts(${contact})`);
    const link = encodeURIComponent(`${organization.root}contacts(${contact})`);
    expect((await ref('DELETE', `${members}/$ref?$id=${link}`)).status).toBe(204);
    expect(await parent()).toBeNull();
  });

  it('leaves alone a member of another row, and a lookup of another table', async () => {
    const other = await organization.insert('accounts', 'accountid');
    await ref('POST', `accounts(${other})/contact_customer_accounts/$ref`, `contacts(${contact})`);
    await ref('DELETE', `accounts(${account})/contact_customer_accounts(${contact})/$ref`);
    await ref('DELETE', `contacts(${contact})/parentcustomerid_contact/$ref`);
    expect(await parent()).toBe(other);
  });

  it('keeps the rules of the row: a case keeps its customer', async () => {
    const incident = await organization.incident();
    const reply = await ref('DELETE', `incidents(${incident})/customerid_contact/$ref`);
    expect([reply.status, reply.error?.code]).toEqual([400, '0x80044410']);
    const put = await ref('PUT', `incidents(${incident})/customerid_account/$ref`, `accounts(${account})`);
    expect(put.status).toBe(204);
    expect((await organization.get(`incidents(${incident})`)).json['_customerid_value']).toBe(account);
  });

  it.each([
    ['POST', 'primarycontactid/$ref', 405],
    ['PUT', 'contact_customer_accounts/$ref', 405],
    ['PATCH', 'primarycontactid/$ref', 405],
    ['DELETE', 'contact_customer_accounts/$ref', 400],
    ['PUT', 'nosuchproperty/$ref', 404],
    ['PUT', 'name/$ref', 404],
    ['PUT', 'primarycontactid/$value', 404],
  ])('refuses %s %s with %d', async (method, path, status) => {
    const body = { '@odata.id': `contacts(${contact})` };
    const reply = await organization.ask(method, `accounts(${account})/${path}`, { body });
    expect(reply.status).toBe(status);
  });

  it('refuses links that name no row of the right table, and bodies without one', async () => {
    const path = `accounts(${account})/primarycontactid/$ref`;
    const missing = randomUUID();
    expect((await ref('PUT', path, `contacts(${missing})`)).status).toBe(404);
    expect((await ref('PUT', path, `accounts(${account})`)).status).toBe(400);
    expect((await ref('PUT', path, 'contacts')).status).toBe(400);
    expect((await ref('PUT', path, 5)).status).toBe(400);
    expect((await organization.ask('PUT', path, { body: {} })).status).toBe(400);
    expect((await organization.ask('PUT', path)).status).toBe(400);
    expect(
      (await ref('PUT', `accounts(${missing})/primarycontactid/$ref`, `contacts(${contact})`)).status,
    ).toBe(404);
  });
});
