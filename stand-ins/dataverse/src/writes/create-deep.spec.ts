import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestOrganization } from '../../test/organization.js';

/** PAD/webapi/create-entity-web-api.md, "Create related table rows in one operation" and "Associate table rows on create". */
describe('a deep insert', () => {
  let organization: TestOrganization;
  beforeAll(async () => void (organization = await TestOrganization.start()));
  afterAll(() => organization.close());

  const rows = async () => (await organization.control('stats')).json['rows'] as Record<string, number>;
  const contacts = async () =>
    (await organization.control('rows/contact')).json['rows'] as Record<string, unknown>[];

  it('creates the row, the one that it refers to, and those of its collections, at any depth', async () => {
    const reply = await organization.post(
      'accounts?$select=_primarycontactid_value',
      {
        name: 'Sample Account',
        primarycontactid: { firstname: 'John', lastname: 'Smith' },
        contact_customer_accounts: [
          { lastname: 'Member', contact_customer_contacts: [{ lastname: 'Member of the member' }] },
        ],
        incident_customer_accounts: [
          { title: 'Case of the account', Incident_Annotation: [{ subject: 'Note of the case' }] },
        ],
      },
      { Prefer: 'return=representation' },
    );
    expect(reply.status).toBe(201);
    const primary = await organization.get(`contacts(${String(reply.json['_primarycontactid_value'])})`);
    expect(primary.json['fullname']).toBe('John Smith');
    const all = await contacts();
    const parentOf = (lastname: string) =>
      all.find((contact) => contact['lastname'] === lastname)?.['_parentcustomerid_value'];
    expect(parentOf('Member')).toBe(reply.json['accountid']);
    const member = all.find(({ lastname }) => lastname === 'Member');
    expect(parentOf('Member of the member')).toBe(member?.['contactid']);
    expect(await rows()).toMatchObject({ account: 1, contact: 3, incident: 1, annotation: 1 });
  });

  it('is all or nothing: a bad row at the bottom leaves none of the others', async () => {
    const before = await rows();
    const reply = await organization.post('accounts', {
      primarycontactid: { lastname: 'Not to be' },
      contact_customer_accounts: [{ lastname: 'Nor this' }, { lastname: 'x'.repeat(51) }],
    });
    expect([reply.status, reply.error?.code]).toEqual([400, '0x80044331']);
    expect(await rows()).toEqual(before);
  });

  it('is part of an upsert that creates, and refused by one that updates', async () => {
    const payload = { lastname: 'Deep', incident_customer_contacts: [{ title: 'Case' }] };
    const created = await organization.patch("contacts(cw_key='deep')", payload);
    const updated = await organization.patch("contacts(cw_key='deep')", payload);
    expect([created.status, updated.status]).toEqual([204, 400]);
    const parent = await organization.patch("contacts(cw_key='deep')", {
      parentcustomerid_account: { name: 'A' },
    });
    expect(parent.status).toBe(400);
  });

  it('makes the customer of a case with it, and refuses a second one', async () => {
    const one = await organization.post('incidents', { title: 'A', customerid_contact: { lastname: 'New' } });
    expect(one.status).toBe(204);
    const two = await organization.post('incidents', {
      title: 'B',
      customerid_contact: { lastname: 'New' },
      customerid_account: { name: 'New' },
    });
    expect(two.error?.code).toBe('0x8004440f');
  });

  it('takes rows that exist into a collection', async () => {
    const members = [await organization.contact(), await organization.contact({ cw_key: 'member' })];
    const account = await organization.insert('accounts', 'accountid', {
      'contact_customer_accounts@odata.bind': [`/contacts(${members[0]})`, "contacts(cw_key='member')"],
    });
    for (const member of members)
      expect((await organization.get(`contacts(${member})`)).json['_parentcustomerid_value']).toBe(account);
  });

  it.each([
    { contact_customer_accounts: { lastname: 'No list' } },
    { contact_customer_accounts: ['no object'] },
    { 'contact_customer_accounts@odata.bind': '/contacts(11111111-1111-4111-8111-111111111111)' },
    { primarycontactid: [{ lastname: 'A list' }] },
    { primarycontactid: 'a text' },
    { primarycontactid: { nosuchcolumn: 1 } },
  ])('refuses %j', async (payload) => {
    expect((await organization.post('accounts', payload)).status).toBe(400);
  });
});
