import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Columns, newKey, Organization, refusalOf } from './organization.js';

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** What the client's own documentation says of each call, over what the Web API's says of each answer. */
describe('dynamics-web-api, one row at a time', () => {
  let organization: Organization;
  beforeAll(async () => {
    organization = await Organization.start();
  });
  afterAll(() => organization.close());

  const collection = 'contacts';

  describe('creates', () => {
    it('a row, and has its id', async () => {
      const data = { lastname: 'Lee' };
      const id = await organization.api.create<Columns, string>({ collection, data });
      expect(id).toMatch(GUID);
      expect(await organization.stored('contact', id)).toMatchObject({ lastname: 'Lee' });
    });

    it('a row with its representation', async () => {
      const row = await organization.api.create<Columns, Columns>({
        collection: 'incidents',
        data: {
          title: 'Lamp out – größer',
          'customerid_contact@odata.bind': `contacts(${await organization.contact()})`,
        },
        select: ['title', 'ticketnumber', 'statuscode'],
        returnRepresentation: true,
      });
      expect(row).toMatchObject({
        title: 'Lamp out – größer',
        statuscode: 1,
        incidentid: expect.stringMatching(GUID),
      });
      expect(row['ticketnumber']).toMatch(/^CAS-/);
      expect(row).not.toHaveProperty('prioritycode');
    });

    it('a row under an id that it chose, once', async () => {
      const contactid = randomUUID();
      expect(await organization.contact({ contactid })).toBe(contactid);
      const refusal = await refusalOf(organization.contact({ contactid }));
      expect(refusal).toMatchObject({ status: 412, code: '0x80040237' });
    });

    it('a row with the rows beneath it', async () => {
      const id = await organization.create('accounts', {
        name: 'Contoso',
        primarycontactid: { lastname: 'Head' },
        contact_customer_accounts: [{ lastname: 'One' }, { lastname: 'Two' }],
      });
      const members = await organization.api.retrieveMultiple<Columns>({
        collection,
        select: ['lastname'],
        filter: `_parentcustomerid_value eq ${id}`,
        orderBy: ['lastname'],
      });
      expect(members.value.map(({ lastname }) => lastname)).toEqual(['One', 'Two']);
    });

    it('a row where nobody may be twice, with the detection of duplicates on', async () => {
      const id = await organization.api.create({
        collection,
        data: { lastname: 'Lee' },
        duplicateDetection: true,
      });
      expect(id).toMatch(GUID);
    });
  });

  describe('upserts', () => {
    it('by id: creates, then changes', async () => {
      const key = randomUUID();
      const upsert = (lastname: string) => organization.api.upsert({ collection, key, data: { lastname } });
      expect(await upsert('First')).toBe(key);
      expect(await upsert('Second')).toBe(key);
      expect(await organization.stored('contact', key)).toMatchObject({ lastname: 'Second' });
    });

    it('by alternate key: creates, then changes; the answer names the key, so the client knows no id', async () => {
      const [cwKey, key] = [newKey()].flatMap((value) => [value, `cw_key='${value}'`]) as [string, string];
      const upsert = (lastname: string) => organization.api.upsert({ collection, key, data: { lastname } });
      expect(await upsert('First')).toBeUndefined();
      expect(await upsert('Second')).toBeUndefined();
      expect(await organization.dataverse.rowsWhere('contact', { cw_key: cwKey })).toMatchObject([
        { lastname: 'Second' },
      ]);
    });

    it('with a representation', async () => {
      const request = {
        collection,
        key: `cw_key='${newKey()}'`,
        returnRepresentation: true,
        select: ['lastname'],
      };
      const row = await organization.api.upsert<Columns>({ ...request, data: { lastname: 'Lee' } });
      expect(row).toMatchObject({ lastname: 'Lee', contactid: expect.stringMatching(GUID) });
    });

    it('only what is not there yet, or only what is', async () => {
      const key = await organization.contact();
      const data = { lastname: 'Changed' };
      expect(await organization.api.upsert({ collection, key, data, ifnonematch: '*' })).toBeNull();
      expect(await organization.api.upsert({ collection, key: randomUUID(), data, ifmatch: '*' })).toBeNull();
      expect(await organization.stored('contact', key)).toMatchObject({ lastname: 'Lee' });
    });
  });

  describe('changes', () => {
    it('what is there, and nothing else', async () => {
      const key = await organization.contact({ firstname: 'Ann' });
      expect(await organization.api.update({ collection, key, data: { lastname: 'Kay' } })).toBe(true);
      expect(await organization.stored('contact', key)).toMatchObject({ firstname: 'Ann', lastname: 'Kay' });
      const missing = organization.api.update({ collection, key: randomUUID(), data: { lastname: 'Kay' } });
      expect(await refusalOf(missing)).toMatchObject({ status: 404, code: '0x80040217' });
    });

    it('and has the row as it then is', async () => {
      const key = await organization.contact({ firstname: 'Ann' });
      const row = await organization.api.update<Columns>({
        collection,
        key,
        data: { lastname: 'Kay' },
        returnRepresentation: true,
        select: ['fullname'],
      });
      expect(row).toMatchObject({ fullname: 'Ann Kay' });
    });

    it('only the version that it has seen', async () => {
      const key = await organization.contact();
      const seen = await organization.api.retrieve<Columns>({ collection, key, select: ['lastname'] });
      const ifmatch = String(seen['@odata.etag']);
      const change = (lastname: string) =>
        organization.api.update({ collection, key, data: { lastname }, ifmatch });
      expect(await change('Once')).toBe(true);
      expect(await change('Twice')).toBe(false);
      expect(await organization.stored('contact', key)).toMatchObject({ lastname: 'Once' });
    });

    it('a single property, and empties one', async () => {
      const key = await organization.contact({ firstname: 'Ann' });
      await organization.api.updateSingleProperty({ collection, key, fieldValuePair: { firstname: 'Eve' } });
      expect(await organization.stored('contact', key)).toMatchObject({ firstname: 'Eve' });
      await organization.api.deleteRecord({ collection, key, property: 'firstname' });
      expect(await organization.stored('contact', key)).toMatchObject({ firstname: null });
    });
  });

  describe('reads', () => {
    it('by id and by alternate key, what it selects', async () => {
      const cwKey = newKey();
      const key = await organization.contact({ firstname: 'Ann', cw_key: cwKey });
      const select = ['firstname', 'createdon'];
      const byId = await organization.api.retrieve<Columns>({ collection, key, select });
      expect(byId).toMatchObject({
        firstname: 'Ann',
        contactid: key,
        '@odata.etag': expect.stringContaining('W/"'),
      });
      expect(byId['createdon']).toBeInstanceOf(Date);
      expect(byId).not.toHaveProperty('lastname');
      expect(await organization.api.retrieve({ collection, key: `cw_key='${cwKey}'`, select })).toEqual(byId);
    });

    it('nothing when it has the present version', async () => {
      const key = await organization.contact();
      const request = { collection, key, select: ['lastname'] };
      const row = await organization.api.retrieve<Columns>(request);
      const ifnonematch = String(row['@odata.etag']);
      expect(await organization.api.retrieve({ ...request, ifnonematch })).toBeUndefined();
      await organization.api.update({ collection, key, data: { lastname: 'Newer' } });
      expect(await organization.api.retrieve({ ...request, ifnonematch })).toMatchObject({
        lastname: 'Newer',
      });
    });

    it('the rows that it points to', async () => {
      const contact = await organization.contact({ firstname: 'Ann' });
      const key = await organization.incident({}, contact);
      const row = await organization.api.retrieve<Columns>({
        collection: 'incidents',
        key,
        select: ['title'],
        expand: [{ property: 'customerid_contact', select: ['fullname'] }],
      });
      expect(row).toMatchObject({
        title: 'Pothole',
        customerid_contact: { fullname: 'Ann Lee', contactid: contact },
      });
    });

    it('the rows that point to it', async () => {
      const key = await organization.contact();
      for (const title of ['Second', 'First', 'Resolved']) await organization.incident({ title }, key);
      const row = await organization.api.retrieve<{ incident_customer_contacts: Columns[] }>({
        collection,
        key,
        select: ['lastname'],
        expand: [
          {
            property: 'incident_customer_contacts',
            select: ['title'],
            filter: "title ne 'Resolved'",
            orderBy: ['title'],
            top: 5,
          },
        ],
      });
      expect(row.incident_customer_contacts.map(({ title }) => title)).toEqual(['First', 'Second']);
    });

    it('what the numbers and ids mean', async () => {
      const contact = await organization.contact({ firstname: 'Ann' });
      const row = await organization.api.retrieve<Columns>({
        collection: 'incidents',
        key: await organization.incident({ prioritycode: 1 }, contact),
        select: ['prioritycode', '_customerid_value', 'statecode'],
        includeAnnotations: '*',
      });
      expect(row).toMatchObject({
        prioritycode: 1,
        prioritycode_Formatted: 'High',
        statecode_Formatted: 'Active',
        _customerid_value: contact,
        _customerid_value_Formatted: 'Ann Lee',
        _customerid_value_LogicalName: 'contact',
        _customerid_value_NavigationProperty: 'customerid_contact',
      });
    });

    it('a row by way of another', async () => {
      const contact = await organization.contact({ firstname: 'Ann' });
      const row = await organization.api.retrieve<Columns>({
        collection: 'incidents',
        key: await organization.incident({}, contact),
        navigationProperty: 'customerid_contact',
        select: ['fullname'],
      });
      expect(row).toMatchObject({ fullname: 'Ann Lee', contactid: contact });
    });
  });

  describe('deletes', () => {
    it('a row, once', async () => {
      const key = await organization.contact();
      expect(await organization.api.deleteRecord({ collection, key })).toBe(true);
      expect(await organization.stored('contact', key)).toBeUndefined();
      expect(await refusalOf(organization.api.deleteRecord({ collection, key }))).toMatchObject({
        status: 404,
      });
    });

    it('only the version that it has seen', async () => {
      const key = await organization.contact();
      const { '@odata.etag': ifmatch } = await organization.api.retrieve({
        collection,
        key,
        select: ['lastname'],
      });
      await organization.api.update({ collection, key, data: { lastname: 'Newer' } });
      expect(await organization.api.deleteRecord({ collection, key, ifmatch })).toBe(false);
      expect(await organization.stored('contact', key)).toMatchObject({ lastname: 'Newer' });
    });
  });
});
