import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ANN, type Columns, Organization, refusalOf } from './organization.js';

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

describe('dynamics-web-api, functions and actions', () => {
  let organization: Organization;
  beforeAll(async () => {
    organization = await Organization.start();
  });
  afterAll(() => organization.close());

  it('asks who it is', async () => {
    const me = await organization.api.callFunction({ name: 'WhoAmI' });
    for (const name of ['UserId', 'BusinessUnitId', 'OrganizationId']) expect(me).toHaveProperty(name);
    expect(await organization.api.callFunction('WhoAmI')).toEqual(me);
  });

  it('resolves a case', async () => {
    const id = await organization.incident();
    await organization.api.callAction({
      actionName: 'CloseIncident',
      action: {
        IncidentResolution: { subject: 'Mended', 'incidentid@odata.bind': `/incidents(${id})` },
        Status: 5,
      },
    });
    expect(await organization.stored('incident', id)).toMatchObject({ statecode: 1, statuscode: 5 });
  });

  it('creates many rows at once', async () => {
    const type = { '@odata.type': 'Microsoft.Dynamics.CRM.contact' };
    const created = await organization.api.callAction<{ Ids: string[] }>({
      collection: 'contacts',
      actionName: 'Microsoft.Dynamics.CRM.CreateMultiple',
      action: {
        Targets: [
          { ...type, lastname: 'One' },
          { ...type, lastname: 'Two' },
        ],
      },
    });
    expect(created.Ids).toEqual([expect.stringMatching(GUID), expect.stringMatching(GUID)]);
  });

  it('acts for somebody, whom the row then names', async () => {
    const me = await organization.api.callFunction<{ UserId: string }>('WhoAmI');
    const data = { lastname: 'Lee' };
    for (const how of [{ impersonate: ANN.systemUserId }, { impersonateAAD: ANN.entraObjectId }]) {
      const id = await organization.api.create<Columns, string>({ collection: 'contacts', data, ...how });
      expect(await organization.stored('contact', id)).toMatchObject({
        _createdby_value: ANN.systemUserId,
        _createdonbehalfby_value: me.UserId,
      });
    }
    const stranger = organization.api.create({ collection: 'contacts', data, impersonateAAD: randomUUID() });
    expect(await refusalOf(stranger)).toMatchObject({ status: 403 });
  });

  describe('in a batch', () => {
    it('does all, and refers to what it has just created', async () => {
      organization.api.startBatch();
      void organization.api.create({ collection: 'contacts', data: { lastname: 'New' }, contentId: '1' });
      void organization.api.create({
        collection: 'incidents',
        data: { title: 'Of the new one', 'customerid_contact@odata.bind': '$1' },
      });
      const [contact, incident] = await organization.api.executeBatch();
      expect([contact, incident]).toEqual([expect.stringMatching(GUID), expect.stringMatching(GUID)]);
      const stored = await organization.stored('incident', String(incident));
      expect(stored).toMatchObject({ _customerid_value: contact });
    });

    it('does nothing of a change set of which one change fails', async () => {
      const contactid = randomUUID();
      organization.api.startBatch();
      void organization.api.create({ collection: 'contacts', data: { contactid } });
      void organization.api.create({ collection: 'contacts', data: { nonsense: 1 } });
      await expect(organization.api.executeBatch()).rejects.toMatchObject([{ status: 400 }]);
      expect(await organization.stored('contact', contactid)).toBeUndefined();
    });

    it('goes on after an error when told to', async () => {
      const key = await organization.contact();
      organization.api.startBatch();
      void organization.api.retrieve({ collection: 'contacts', key: randomUUID(), select: ['lastname'] });
      void organization.api.retrieve({ collection: 'contacts', key, select: ['lastname'] });
      const answers = await organization.api.executeBatch({ continueOnError: true });
      expect(answers).toMatchObject([{ status: 404 }, { lastname: 'Lee' }]);
    });
  });
});

describe('dynamics-web-api, refusals', () => {
  let organization: Organization;
  beforeAll(async () => {
    organization = await Organization.start();
  });
  afterEach(async () => {
    await organization.dataverse.unlimit();
    await organization.dataverse.hurt();
  });
  afterAll(() => organization.close());

  const read = (key: string, select = ['lastname']) =>
    organization.api.retrieve<Columns>({ collection: 'contacts', key, select });

  it('say what is wrong with a request', async () => {
    const unknown = await refusalOf(organization.contact({ nonsense: 1 }));
    expect(unknown).toMatchObject({
      status: 400,
      code: '0x0',
      message: expect.stringContaining("'nonsense'"),
    });
    const tooLong = await refusalOf(organization.contact({ lastname: 'x'.repeat(51) }));
    expect(tooLong).toMatchObject({ status: 400, code: '0x80044331' });
    const noChoice = await refusalOf(organization.incident({ prioritycode: 99 }));
    expect(noChoice).toMatchObject({ status: 400, code: '0x8004431a' });
    const wrongBinding = await refusalOf(organization.incident({ 'customerid@odata.bind': '/contacts(x)' }));
    expect(wrongBinding).toMatchObject({ status: 400, code: '0x80048d19' });
  });

  it('say what is not there', async () => {
    const id = randomUUID();
    expect(await refusalOf(read(id))).toMatchObject({
      status: 404,
      code: '0x80040217',
      message: `Contact With Id = ${id} Does Not Exist`,
    });
    expect(await refusalOf(read(`cw_key='nobody'`))).toMatchObject({ status: 404, code: '0x80060891' });
    const noSet = organization.api.retrieveMultiple({ collection: 'nothings' });
    expect(await refusalOf(noSet)).toMatchObject({ status: 404, code: '0x8006088a' });
  });

  it('say what is there already', async () => {
    const key = { cw_key: randomUUID() };
    await organization.contact(key);
    expect(await refusalOf(organization.contact(key))).toMatchObject({ status: 412, code: '0x80060892' });
  });

  it('say how long to wait, in a header and in the code of the limit', async () => {
    await organization.dataverse.reset();
    await organization.dataverse.limit(2, 60);
    const key = await organization.contact();
    await read(key);
    const refusal = await refusalOf(read(key));
    expect(refusal).toMatchObject({
      status: 429,
      code: '0x80072322',
      message: 'Number of requests exceeded the limit of 2 over time window of 60 seconds.',
    });
    expect(Number(refusal.headers['retry-after'])).toBeGreaterThan(0);
  });

  it('are pages of a gateway at times, in which the client finds no code', async () => {
    await organization.dataverse.hurt({ html503: { count: 1 } });
    const refusal = await refusalOf(read(randomUUID()));
    expect(refusal.status).toBe(503);
    expect(refusal.code).toBeUndefined();
  });

  it('meet whoever has no token, and whoever is no user here', async () => {
    const whoAmI = (token: string) => organization.api.callFunction({ name: 'WhoAmI', token });
    expect(await refusalOf(whoAmI('no token'))).toMatchObject({ status: 401 });
    const stranger = await organization.tokenOf('website');
    expect(await refusalOf(whoAmI(stranger))).toMatchObject({ status: 403, code: '0x80072560' });
  });
});
