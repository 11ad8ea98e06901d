import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { APPLICATION, applicationUsers, TestOrganization } from '../../test/organization.js';
import { Receiver } from '../../test/receiver.js';
import { objectIdOf } from '../application-users.js';

const GUID = expect.stringMatching(/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/);
const DATE = expect.stringMatching(/^\/Date\(\d{13}\)\/$/);
const CONTRACTS = 'http://schemas.microsoft.com/xrm/2011/Contracts';
const USER = applicationUsers[APPLICATION];

const reference = (id: unknown, table: string) => ({
  Id: id,
  KeyAttributes: [],
  LogicalName: table,
  Name: null,
  RowVersion: null,
});

const contact = (id: string, attributes: Record<string, unknown>) => ({
  Attributes: Object.entries(attributes).map(([key, value]) => ({ key, value })),
  EntityState: null,
  FormattedValues: [],
  Id: id,
  KeyAttributes: [],
  LogicalName: 'contact',
  RelatedEntities: [],
  RowVersion: null,
});

const target = (entity: object) => [{ key: 'Target', value: { __type: `Entity:${CONTRACTS}`, ...entity } }];

/**
 * The update of a contact's name, seen by an asynchronous step after it: learn.microsoft.com/power-apps/developer/data-platform/use-webhooks,
 * "Request body". Our contact has no `yomifullname`, and the parent's SharedVariables and SuppressDuplicateDetection are not told. As on
 * learn.microsoft.com/dynamics365/contact-center/extend/presence-status-sync there are a RequestId, the user agent and Entra's object ids.
 */
function example(id: string) {
  const pipeline = {
    BusinessUnitId: GUID,
    CorrelationId: GUID,
    Depth: 1,
    InitiatingUserAgent: 'an agent/1.0',
    InitiatingUserAzureActiveDirectoryObjectId: objectIdOf(APPLICATION),
    InitiatingUserId: USER,
    InputParameters: target(contact(id, { firstname: 'James', contactid: id })),
    IsExecutingOffline: false,
    IsInTransaction: false,
    IsOfflinePlayback: false,
    IsolationMode: 1,
    MessageName: 'Update',
    Mode: 1,
    OperationCreatedOn: expect.stringMatching(/^\/Date\(\d{13}\+0000\)\/$/),
    OperationId: GUID,
    OrganizationId: GUID,
    OrganizationName: 'unqstandin',
    OutputParameters: [],
    OwningExtension: reference(GUID, 'sdkmessageprocessingstep'),
    ParentContext: null,
    PostEntityImages: [],
    PreEntityImages: [],
    PrimaryEntityId: id,
    PrimaryEntityName: 'contact',
    RequestId: GUID,
    SecondaryEntityName: 'none',
    SharedVariables: [],
    Stage: 30,
    UserAzureActiveDirectoryObjectId: objectIdOf(APPLICATION),
    UserId: USER,
  };
  const told = contact(id, {
    firstname: 'James',
    contactid: id,
    fullname: 'James Glynn (sample)',
    modifiedon: DATE,
    modifiedby: { __type: `EntityReference:${CONTRACTS}`, ...reference(USER, 'systemuser') },
    modifiedonbehalfby: null,
  });
  const name = contact(id, { fullname: 'James Glynn (sample)', contactid: id });
  return {
    ...pipeline,
    InputParameters: target(told),
    ParentContext: pipeline,
    PostEntityImages: [{ key: 'AsynchronousStepPrimaryName', value: name }],
    Stage: 40,
  };
}

describe('an event', () => {
  let organization: TestOrganization;
  let receiver: Receiver;
  beforeAll(async () => {
    receiver = await Receiver.start();
    organization = await TestOrganization.start({
      webhooks: [
        {
          url: receiver.url,
          auth: { kind: 'webhookKey', value: 'secret' },
          tables: ['contact'],
          messages: ['Update'],
          filteringAttributes: ['firstname', 'lastname'],
        },
      ],
    });
  });
  afterAll(async () => {
    await organization.close();
    await receiver.close();
  });

  it('looks as in the published example, with its slashes escaped', async () => {
    const id = await organization.contact({ firstname: 'Jim', lastname: 'Glynn (sample)' });
    await organization.patch(`contacts(${id})`, { firstname: 'James' }, { 'user-agent': 'an agent/1.0' });
    await organization.control('webhooks/settled');
    const [received] = receiver.received;
    expect(received?.body).toEqual(example(id));
    expect(Object.keys(received?.body ?? {})).toEqual(Object.keys(example(id)));
    expect(received?.text).toContain(String.raw`"__type":"Entity:http:\/\/schemas.microsoft.com\/xrm`);
    expect(received?.headers).toMatchObject({
      'content-type': 'application/json',
      'x-ms-dynamics-organization': new URL(organization.url).host,
      'x-ms-dynamics-entity-name': 'contact',
      'x-ms-dynamics-request-name': 'Update',
      'x-ms-correlation-request-id': received?.body.CorrelationId,
    });
    expect(received?.headers).not.toHaveProperty('x-ms-dynamics-msg-size-exceeded');
  });
});
