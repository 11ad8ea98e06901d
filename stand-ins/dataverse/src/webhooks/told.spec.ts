import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { multipart, writeBatchRequest } from '../../test/batch.js';
import { APPLICATION, applicationUsers, TestOrganization } from '../../test/organization.js';
import { columnsOf, Receiver, targetOf, type Received } from '../../test/receiver.js';

const CONTRACTS = 'http://schemas.microsoft.com/xrm/2011/Contracts';
const option = (value: number) => ({ __type: `OptionSetValue:${CONTRACTS}`, Value: value });
const reference = (table: string, id: string) => ({
  __type: `EntityReference:${CONTRACTS}`,
  Id: id,
  KeyAttributes: [],
  LogicalName: table,
  Name: null,
  RowVersion: null,
});
const PERSON = '99990000-0000-4000-8000-000000000001';

describe('receivers of webhooks', () => {
  let organization: TestOrganization;
  let receiver: Receiver;
  beforeAll(async () => {
    receiver = await Receiver.start();
    organization = await TestOrganization.start({
      webhookDelivery: { atOnce: 1 },
      privileges: { [APPLICATION]: ['prvActOnBehalfOfAnotherUser'] },
      users: [{ systemUserId: PERSON, entraObjectId: randomUUID(), fullName: 'A person' }],
    });
  });
  afterEach(async () => {
    await organization.control('webhooks', []);
    await organization.control('faults', {});
    receiver.forget();
  });
  afterAll(async () => {
    await organization.close();
    await receiver.close();
  });

  const register = async (wishes: object = {}) => {
    const auth = { kind: 'webhookKey', value: 'secret' };
    const { status, text } = await organization.control('webhooks', [{ url: receiver.url, auth, ...wishes }]);
    expect([status, text]).toEqual([200, expect.any(String)]);
  };
  const heard = async (): Promise<readonly Received[]> => {
    await organization.control('webhooks/settled');
    return receiver.received;
  };
  const first = async (): Promise<Received> => {
    const [received] = await heard();
    if (!received) throw new Error('Nothing was told');
    return received;
  };
  const told = async () => {
    await heard();
    return receiver.told;
  };

  it('are told all that a new row holds, with labels, and its id', async () => {
    const contact = await organization.contact();
    await register({ tables: ['incident'] });
    const id = await organization.insert('incidents', 'incidentid', {
      title: 'A lamp is out',
      'customerid_contact@odata.bind': `/contacts(${contact})`,
      caseorigincode: 3,
    });
    const received = await first();
    const target = targetOf(received);
    expect(columnsOf(target)).toMatchObject({
      incidentid: id,
      title: 'A lamp is out',
      caseorigincode: option(3),
      statecode: option(0),
      customerid: reference('contact', contact),
      createdon: expect.stringMatching(/^\/Date\(\d+\)\/$/),
      ticketnumber: expect.stringMatching(/^CAS-/),
      modifiedonbehalfby: null,
    });
    expect(columnsOf(target)).not.toHaveProperty('createdonbehalfby');
    expect(target.FormattedValues).toEqual(
      expect.arrayContaining([
        { key: 'statecode', value: 'Active' },
        { key: 'createdon', value: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d-00:00$/) },
      ]),
    );
    expect(received.body.OutputParameters).toEqual([{ key: 'id', value: id }]);
  });

  it('are told of a deleted row which it was', async () => {
    const id = await organization.contact({ firstname: 'Jane' });
    await register({ preImage: ['firstname', 'telephone1'], postImage: ['firstname'], tables: ['contact'] });
    await organization.delete(`contacts(${id})`);
    const { body } = await first();
    expect(body).toMatchObject({ MessageName: 'Delete', PrimaryEntityId: id, PostEntityImages: [] });
    expect(targetOf(await first())).toEqual(reference('contact', id));
    expect(body.PreEntityImages?.map(({ key, value }) => [key, columnsOf(value)])).toEqual([
      ['PreImage', { firstname: 'Jane', contactid: id }],
    ]);
  });

  it('are shown a changed row as it was and as it is, in the columns that they asked for', async () => {
    const id = await organization.contact({ firstname: 'Jane' });
    const columns = ['firstname', 'versionnumber'];
    await register({ messages: ['Update'], tables: ['contact'], preImage: columns, postImage: columns });
    await organization.patch(`contacts(${id})`, { firstname: 'Janet' });
    const { PreEntityImages: before = [], PostEntityImages: after = [] } = (await first()).body;
    const [was] = before.map(({ value }) => columnsOf(value));
    const [, is] = after.map(({ value }) => columnsOf(value));
    expect([was, is]).toMatchObject([{ firstname: 'Jane' }, { firstname: 'Janet' }]);
    expect(after.map(({ key }) => key)).toEqual(['AsynchronousStepPrimaryName', 'PostImage']);
    expect(Number(is?.['versionnumber'])).toBeGreaterThan(Number(was?.['versionnumber']));
  });

  it('are told of a column that was written, changed or not, and of no other', async () => {
    const id = await organization.contact({ firstname: 'Jane', telephone1: '555-0100' });
    await register({ messages: ['Update'] });
    await organization.patch(`contacts(${id})`, { firstname: 'Jane', telephone1: null });
    const columns = columnsOf(targetOf(await first()));
    expect(columns).toMatchObject({ firstname: 'Jane', telephone1: null });
    expect(columns).not.toHaveProperty('lastname');
  });

  it('hear of an update only when it has one of their columns, and of other messages all the same', async () => {
    await register({ tables: ['contact'], filteringAttributes: ['telephone1'] });
    const id = await organization.contact();
    await organization.patch(`contacts(${id})`, { firstname: 'Jane' });
    await organization.patch(`contacts(${id})`, { telephone1: '555-0100' });
    await organization.delete(`contacts(${id})`);
    expect(await told()).toEqual(['Create contact', 'Update contact', 'Delete contact']);
  });

  it('hear of the tables and messages that they asked for', async () => {
    await register({ tables: ['contact', 'incident'], messages: ['Create'] });
    const id = await organization.incident();
    await organization.insert('accounts', 'accountid', { name: 'A' });
    await organization.patch(`incidents(${id})`, { title: 'B' });
    expect(await told()).toEqual(['Create contact', 'Create incident']);
  });

  it('hear of an update of state and of other columns twice: of the others first', async () => {
    const id = await organization.incident();
    await register({ messages: ['Update'] });
    await organization.patch(`incidents(${id})`, { title: 'B', statecode: 2 });
    const [others, state] = (await heard()).map((received) => columnsOf(targetOf(received)));
    expect(receiver.received).toHaveLength(2);
    expect(others).toMatchObject({ title: 'B' });
    expect(others).not.toHaveProperty('statecode');
    expect(state).toMatchObject({ statecode: option(2) });
    expect(state).not.toHaveProperty('title');
  });

  it('hear of every row of a deep insert', async () => {
    await register();
    await organization.post('contacts', {
      lastname: 'Doe',
      incident_customer_contacts: [{ title: 'A' }, { title: 'B' }],
    });
    expect(await told()).toEqual(['Create contact', 'Create incident', 'Create incident']);
  });

  it('hear of each target of a bulk message as of a create or an update', async () => {
    await register();
    const target = { '@odata.type': 'Microsoft.Dynamics.CRM.account', name: 'A' };
    const { json } = await organization.post('accounts/Microsoft.Dynamics.CRM.CreateMultiple', {
      Targets: [target, target],
    });
    const Targets = (json['Ids'] as string[]).map((accountid) => ({ ...target, accountid, name: 'B' }));
    await organization.post('accounts/Microsoft.Dynamics.CRM.UpdateMultiple', { Targets });
    expect(await told()).toEqual(['Create account', 'Create account', 'Update account', 'Update account']);
  });

  it('hear of a case that was resolved, and of its resolution', async () => {
    const incidentid = await organization.incident();
    await register();
    await organization.post('CloseIncident', {
      IncidentResolution: {
        '@odata.type': 'Microsoft.Dynamics.CRM.incidentresolution',
        subject: 'Solved',
        'incidentid@odata.bind': `/incidents(${incidentid})`,
      },
      Status: 5,
    });
    expect(await told()).toEqual(['Create incidentresolution', 'Update incident']);
    expect(columnsOf(targetOf(receiver.received[1] as Received))).toMatchObject({
      statecode: option(1),
      statuscode: option(5),
    });
  });

  it('hear of the rows that a delete takes along, and of those that it lets go', async () => {
    const account = await organization.insert('accounts', 'accountid', { name: 'A' });
    const contact = await organization.contact({
      'parentcustomerid_account@odata.bind': `/accounts(${account})`,
    });
    await organization.patch(`accounts(${account})`, {
      'primarycontactid@odata.bind': `/contacts(${contact})`,
    });
    await register();
    await organization.delete(`contacts(${contact})`);
    expect(await told()).toEqual(['Delete contact', 'Update account']);
    expect(columnsOf(targetOf(receiver.received[1] as Received))).toMatchObject({ primarycontactid: null });
  });

  it('hear of what a batch has committed, and of nothing that rolled back', async () => {
    await register();
    const post = (entitySet: string, body: object) => ({
      method: 'POST',
      url: `/api/data/v9.2/${entitySet}`,
      body,
    });
    const items = [
      post('accounts', { name: 'A' }),
      [post('contacts', { lastname: 'B' }), post('contacts', { nonsense: true })],
      [post('contacts', { lastname: 'C' }), post('accounts', { name: 'D' })],
    ];
    await organization.ask('POST', '$batch', {
      body: writeBatchRequest(items),
      headers: { ...multipart(), Prefer: 'odata.continue-on-error' },
    });
    expect(await told()).toEqual(['Create account', 'Create contact', 'Create account']);
    const ids = (key: 'RequestId' | 'CorrelationId' | 'OperationId') =>
      new Set(receiver.received.map(({ body }) => body[key])).size;
    expect([ids('RequestId'), ids('OperationId')]).toEqual([3, 3]);
  });

  it('hear of nothing that was cut off before its commit, and of all that was cut off after it', async () => {
    await register();
    await organization.control('faults', { dropBeforeCommit: { count: 1 }, dropAfterCommit: { count: 1 } });
    const create = (name: string) => organization.post('accounts', { name }).catch(() => undefined);
    await create('before');
    await create('after');
    expect((await heard()).map((received) => columnsOf(targetOf(received))['name'])).toEqual(['after']);
  });

  it('hear in whose name it was done, and who did it', async () => {
    await register();
    await organization.post('accounts', { name: 'A' }, { MSCRMCallerID: PERSON });
    expect((await first()).body).toMatchObject({
      UserId: PERSON,
      InitiatingUserId: applicationUsers[APPLICATION],
    });
  });

  it('can follow what the client says belongs together, and get the tag that it gave', async () => {
    await register();
    const correlation = randomUUID();
    await organization.post('accounts?tag=import', { name: 'A' }, { 'x-ms-correlation-id': correlation });
    const { body, headers } = await first();
    expect([body.CorrelationId, headers['x-ms-correlation-request-id']]).toEqual([correlation, correlation]);
    expect(body.SharedVariables).toEqual([{ key: 'tag', value: 'import' }]);
  });

  it('are told of rows that are too large for a message only which they are', async () => {
    await register({ postImage: ['subject'], tables: ['annotation'] });
    const notetext = 'x'.repeat(100_000);
    await organization.post('annotations', { subject: 'A', notetext, documentbody: notetext });
    const { body, headers } = await first();
    expect(headers['x-ms-dynamics-msg-size-exceeded']).toBe('true');
    expect(body).toMatchObject({ MessageName: 'Create', PrimaryEntityId: expect.any(String) });
    for (const removed of ['ParentContext', 'InputParameters', 'PreEntityImages', 'PostEntityImages'])
      expect(body).not.toHaveProperty(removed);
  });
});
