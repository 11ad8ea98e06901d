import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestOrganization } from '../../test/organization.js';

/** PAD/webapi/retrieve-entity-using-web-api.md and PAD/use-alternate-key-reference-record.md. */
describe('GET of a row', () => {
  let organization: TestOrganization;
  beforeAll(async () => void (organization = await TestOrganization.start()));
  afterAll(() => organization.close());

  it('gives the selected columns, the primary key and the ETag', async () => {
    const id = await organization.contact({ firstname: 'Ann', lastname: 'Lee' });
    const { status, json } = await organization.get(`contacts(${id})?$select=lastname`);
    expect(status).toBe(200);
    expect(Object.keys(json)).toEqual(['@odata.context', '@odata.etag', 'lastname', 'contactid']);
    expect(json).toMatchObject({
      '@odata.context': `${organization.root}$metadata#contacts(lastname)/$entity`,
      lastname: 'Lee',
      contactid: id,
    });
  });

  it('shows a lookup as its id under _name_value', async () => {
    const contact = await organization.contact();
    const id = await organization.incident({ 'primarycontactid@odata.bind': `/contacts(${contact})` });
    const { json } = await organization.get(`incidents(${id})?$select=_primarycontactid_value`);
    expect(json['_primarycontactid_value']).toBe(contact);
  });

  it('finds a row by its alternate key, whatever the case, and by its named primary key', async () => {
    const key = randomUUID();
    const id = await organization.contact({ cw_key: key });
    for (const path of [`contacts(cw_key='${key.toUpperCase()}')`, `contacts(contactid=${id})`]) {
      expect((await organization.get(path)).json['contactid']).toBe(id);
    }
  });

  it('reads a doubled quote in a key as one', async () => {
    const id = await organization.contact({ cw_key: "o'brien" });
    expect((await organization.get("contacts(cw_key='o''brien')")).json['contactid']).toBe(id);
  });

  it('says that a row does not exist, by its id and by its key', async () => {
    const id = randomUUID();
    const byId = await organization.get(`incidents(${id})`);
    expect([byId.status, byId.error]).toEqual([
      404,
      { code: '0x80040217', message: `Incident With Id = ${id} Does Not Exist` },
    ]);
    const byKey = await organization.get("accounts(cw_key='none')");
    expect([byKey.status, byKey.error]).toEqual([
      404,
      {
        code: '0x80060891',
        message: 'A record with the specified key values does not exist in account entity',
      },
    ]);
  });

  it('refuses columns that make up no key', async () => {
    const reply = await organization.get("accounts(name='A')");
    expect(reply.status).toBe(400);
    expect(reply.error?.message).toContain(
      "The key in the request URI is not valid for resource 'Microsoft.Dynamics.CRM.account'.",
    );
  });

  it.each(['/', '<', '>', '*', '%', '&', ':', '\\', '?', '+'])(
    'refuses a key with %s in it',
    async (character) => {
      const reply = await organization.get(`contacts(cw_key='${encodeURIComponent(`a${character}b`)}')`);
      expect(reply.status).toBe(400);
    },
  );

  it('refuses a column that does not exist', async () => {
    const id = await organization.contact();
    const reply = await organization.get(`contacts(${id})?$select=Name`);
    expect([reply.status, reply.error]).toEqual([
      400,
      {
        code: '0x0',
        message: "Could not find a property named 'Name' on type 'Microsoft.Dynamics.CRM.contact'.",
      },
    ]);
  });

  it('answers 304 with nothing when the client has this version, and the row when it has another', async () => {
    const id = await organization.contact();
    const etag = (await organization.get(`contacts(${id})`)).json['@odata.etag'] as string;
    const unchanged = await organization.get(`contacts(${id})`, { 'If-None-Match': etag });
    expect([unchanged.status, unchanged.text]).toEqual([304, '']);
    await organization.patch(`contacts(${id})`, { lastname: 'New' });
    expect((await organization.get(`contacts(${id})`, { 'If-None-Match': etag })).status).toBe(200);
    expect((await organization.get(`contacts(${id})`, { 'If-None-Match': 'null' })).status).toBe(200);
  });

  it('knows entity sets by their exact case', async () => {
    const reply = await organization.get('Account');
    expect([reply.status, reply.error]).toEqual([
      404,
      { code: '0x8006088a', message: "Resource not found for the segment 'Account'." },
    ]);
  });

  it('answers 404 outside of the Web API, and 400 to what is no path', async () => {
    expect((await organization.get('/api/data/v8.2/contacts')).status).toBe(404);
    expect((await organization.get('/somewhere')).status).toBe(404);
    expect((await organization.get('contacts(')).status).toBe(400);
    expect((await organization.get("contacts(cw_key='a)")).status).toBe(400);
    expect((await organization.get('contacts(12)')).status).toBe(400);
    expect((await organization.get('contacts%ff')).status).toBe(400);
  });
});
