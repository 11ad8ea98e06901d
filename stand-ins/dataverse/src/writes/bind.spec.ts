import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestOrganization } from '../../test/organization.js';

/** PAD/webapi/create-entity-web-api.md, "Associate table rows on create", and troubleshooting web-api-client-errors. */
describe('@odata.bind', () => {
  let organization: TestOrganization;
  let contact: string;
  beforeAll(async () => {
    organization = await TestOrganization.start();
    contact = await organization.contact({ cw_key: 'bound' });
  });
  afterAll(() => organization.close());

  const create = (binding: Record<string, unknown>) =>
    organization.post(
      'incidents?$select=_customerid_value',
      { title: 'A', ...binding },
      { Prefer: 'return=representation' },
    );

  it('takes a path with a slash or without, by id or by alternate key, and an absolute URL', async () => {
    const links = [
      `/contacts(${contact})`,
      `contacts(${contact.toUpperCase()})`,
      "/contacts(cw_key='bound')",
      `${organization.root}contacts(${contact})`,
      `/api/data/v9.2/contacts(${contact})`,
    ];
    for (const link of links) {
      const { status, json } = await create({ 'customerid_contact@odata.bind': link });
      expect([link, status, json['_customerid_value']]).toEqual([link, 201, contact]);
    }
  });

  it.each(['customerid@odata.bind', 'customerid_Contact@odata.bind', 'Customerid_contact@odata.bind'])(
    'refuses the undeclared %s in the documented words',
    async (property) => {
      const { status, error } = await create({ [property]: `/contacts(${contact})` });
      expect([status, error?.code]).toEqual([400, '0x80048d19']);
      expect(error?.message).toContain("provided by the user for Entity :'incidents'");
      expect(error?.message).toContain(
        `An undeclared property '${property.split('@')[0]}' which only has property annotations in the payload but no property value was found in the payload.`,
      );
    },
  );

  it('refuses the bare lookup and its read-only property', async () => {
    expect((await create({ customerid: contact })).error?.code).toBe('0x80048d19');
    expect((await create({ _customerid_value: contact })).error?.message).toContain(
      'CRM do not support direct update of Entity Reference properties',
    );
  });

  it('says that the bound row does not exist, by id and by key', async () => {
    const id = randomUUID();
    const byId = await create({ 'customerid_contact@odata.bind': `/contacts(${id})` });
    expect([byId.status, byId.error]).toEqual([
      404,
      { code: '0x80040217', message: `Contact With Id = ${id} Does Not Exist` },
    ]);
    const byKey = await create({ 'customerid_contact@odata.bind': "/contacts(cw_key='none')" });
    expect([byKey.status, byKey.error?.code]).toEqual([404, '0x80060891']);
  });

  it.each([
    5,
    '/contacts',
    '/accounts(11111111-1111-4111-8111-111111111111)',
    '/contacts(abc)',
    '/contacts(%)',
  ])('refuses %j', async (link) => {
    expect((await create({ 'customerid_contact@odata.bind': link })).status).toBe(400);
  });

  it('lets the navigation property that is not meant be null', async () => {
    const { status } = await create({
      customerid_account: null,
      'customerid_contact@odata.bind': `/contacts(${contact})`,
    });
    expect(status).toBe(201);
  });

  it('is undone by null', async () => {
    const id = await organization.incident({ 'primarycontactid@odata.bind': `/contacts(${contact})` });
    await organization.patch(`incidents(${id})`, { primarycontactid: null });
    expect((await organization.get(`incidents(${id})`)).json['_primarycontactid_value']).toBeNull();
  });

  it('hangs a note on a case', async () => {
    const incident = await organization.incident();
    const note = await organization.insert('annotations', 'annotationid', {
      subject: 'The whole text',
      notetext: 'x'.repeat(100_000),
      'objectid_incident@odata.bind': `/incidents(${incident})`,
    });
    expect((await organization.get(`annotations(${note})`)).json['_objectid_value']).toBe(incident);
  });
});
