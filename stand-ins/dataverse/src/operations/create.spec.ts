import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestOrganization } from '../../test/organization.js';

/** PAD/webapi/create-entity-web-api.md. */
describe('POST on a collection', () => {
  let organization: TestOrganization;
  beforeAll(async () => void (organization = await TestOrganization.start()));
  afterAll(() => organization.close());

  it('answers 204 with the new row in OData-EntityId and no body', async () => {
    const reply = await organization.post('accounts', { name: 'Sample Account' });
    expect(reply.status).toBe(204);
    expect(reply.text).toBe('');
    expect(reply.headers.get('odata-entityid')).toMatch(
      new RegExp(`^${organization.root.replaceAll('.', '\\.')}accounts\\([0-9a-f-]{36}\\)$`),
    );
  });

  it('takes the id that the client has chosen', async () => {
    const accountid = randomUUID();
    const reply = await organization.post('accounts', { accountid: accountid.toUpperCase(), name: 'Chosen' });
    expect(reply.headers.get('odata-entityid')).toBe(`${organization.root}accounts(${accountid})`);
    expect((await organization.get(`accounts(${accountid})`)).json['name']).toBe('Chosen');
  });

  it('refuses a second row with the same id, and leaves the first as it was', async () => {
    const accountid = randomUUID();
    await organization.post('accounts', { accountid, name: 'First' });
    const second = await organization.post('accounts', { accountid, name: 'Second' });
    expect(second.status).toBe(412);
    expect(second.error?.code).toBe('0x80040237');
    expect((await organization.get(`accounts(${accountid})`)).json['name']).toBe('First');
  });

  it('shows the row when asked to, with its ETag, context and what was selected', async () => {
    const reply = await organization.post(
      'accounts?$select=name,createdon,statecode',
      { name: 'Sample Account' },
      { Prefer: 'return=representation' },
    );
    expect(reply.status).toBe(201);
    expect(reply.headers.get('preference-applied')).toBe('return=representation');
    expect(reply.headers.get('odata-entityid')).toBeNull();
    expect(Object.keys(reply.json)).toEqual([
      '@odata.context',
      '@odata.etag',
      'name',
      'createdon',
      'statecode',
      'accountid',
    ]);
    expect(reply.json['@odata.context']).toBe(
      `${organization.root}$metadata#accounts(name,createdon,statecode)/$entity`,
    );
    expect(reply.json['@odata.etag']).toMatch(/^W\/"\d+"$/);
  });

  it('shows related rows too when asked to, which an update does not', async () => {
    const prefer = { Prefer: 'return=representation' };
    const path = 'accounts?$select=name&$expand=primarycontactid($select=fullname)';
    const account = { name: 'A', primarycontactid: { firstname: 'Yvonne', lastname: 'McKay' } };
    const { json } = await organization.post(path, account, prefer);
    expect(json['primarycontactid']).toMatchObject({ fullname: 'Yvonne McKay' });
    const updated = await organization.patch(
      path.replace('accounts', `accounts(${String(json['accountid'])})`),
      { name: 'B' },
      prefer,
    );
    expect([updated.status, updated.json['name'], updated.json['primarycontactid']]).toEqual([
      200,
      'B',
      undefined,
    ]);
  });

  it('says which preferences it has followed, as recorded from the app in the browser', async () => {
    const prefer = { Prefer: 'odata.include-annotations="*"' };
    const reply = await organization.post('accounts', { name: 'A' }, prefer);
    expect([reply.status, reply.headers.get('preference-applied')]).toEqual([
      204,
      'odata.include-annotations="*"',
    ]);
  });

  it('fills in what the platform and the schema set', async () => {
    const id = await organization.incident({ title: 'A hole in the road' });
    const { json } = await organization.get(`incidents(${id})`);
    expect(json).toMatchObject({ statecode: 0, statuscode: 1, prioritycode: 2, isescalated: false });
    expect(json['ticketnumber']).toMatch(/^CAS-\d{5}-[A-Z0-9]{6}$/);
    expect(json['createdon']).toBe(json['modifiedon']);
    expect(json['_ownerid_value']).toBe(json['_createdby_value']);
    expect(`W/"${String(json['versionnumber'])}"`).toBe(json['@odata.etag']);
  });

  it('numbers tickets one after the other', async () => {
    const number = async () => {
      const { json } = await organization.get(
        `incidents(${await organization.incident()})?$select=ticketnumber`,
      );
      return Number(String(json['ticketnumber']).split('-')[1]);
    };
    const first = await number();
    expect(await number()).toBeGreaterThan(first);
  });

  it('makes the full name of first and last name', async () => {
    const id = await organization.contact({ firstname: 'Yvonne', lastname: 'McKay', fullname: 'ignored' });
    expect((await organization.get(`contacts(${id})`)).json['fullname']).toBe('Yvonne McKay');
  });

  it('lets a migrated row say when it was made', async () => {
    const id = await organization.incident({ overriddencreatedon: '2020-02-01T10:00:00+02:00' });
    const { json } = await organization.get(
      `incidents(${id})?$select=createdon,overriddencreatedon,modifiedon`,
    );
    expect(json['createdon']).toBe('2020-02-01T08:00:00Z');
    expect(json['overriddencreatedon']).toBe(json['modifiedon']);
  });

  it('leaves out in silence what only the server sets', async () => {
    const id = await organization.contact({ createdon: '2001-01-01T00:00:00Z', versionnumber: 7 });
    const { json } = await organization.get(`contacts(${id})`);
    expect(json['createdon']).not.toBe('2001-01-01T00:00:00Z');
    expect(json['versionnumber']).not.toBe(7);
  });

  it('refuses a case without a customer, and one with two', async () => {
    const without = await organization.post('incidents', { title: 'Nobody' });
    expect([without.status, without.error?.message]).toEqual([
      400,
      'You should specify a parent contact or account.',
    ]);
    const [contact, account] = [
      await organization.contact(),
      await organization.insert('accounts', 'accountid'),
    ];
    const two = await organization.post('incidents', {
      'customerid_contact@odata.bind': `/contacts(${contact})`,
      'customerid_account@odata.bind': `/accounts(${account})`,
    });
    expect([two.status, two.error?.message]).toEqual([
      400,
      'You can either specify a parent contact or account, but not both.',
    ]);
  });

  it('keeps a case without a title: forms ask for it, the Web API does not', async () => {
    const contact = await organization.contact();
    const reply = await organization.post('incidents', {
      'customerid_contact@odata.bind': `/contacts(${contact})`,
    });
    expect(reply.status).toBe(204);
  });

  it.each([
    ['no body', undefined],
    ['no JSON', '{"name":'],
    ['a list', '[{"name":"A"}]'],
    ['a text', '"name"'],
  ])('refuses %s as a bad payload', async (_, body) => {
    const reply = await organization.ask('POST', 'accounts', body === undefined ? {} : { body });
    expect([reply.status, reply.error?.code]).toEqual([400, '0x80048d19']);
  });

  it('refuses bytes that are not UTF-8', async () => {
    const response = await fetch(`${organization.root}accounts`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${await organization.token()}`, 'Content-Type': 'application/json' },
      body: Buffer.from([...Buffer.from('{"name":"'), 0xff, 0xfe, ...Buffer.from('"}')]),
    });
    expect(response.status).toBe(400);
  });
});
