import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { multipart, writeBatchRequest } from '../test/batch.js';
import { accountOwner, bankAccount, column } from '../test/definitions.js';
import { FILE, startWithFiles } from '../test/files.js';
import { TestOrganization } from '../test/organization.js';
import { notImplemented, unasked } from './not-implemented.js';

const ID = '11111111-1111-4111-8111-111111111111';
/** One more, with the account of that id, is too many. */
const MOST_LINKS = 5_000;

/** Method, path, the feature that it asks for, and the body that it takes. */
const requests: readonly (readonly [string, string, keyof typeof notImplemented, object?])[] = [
  ['GET', 'ManagedPropertyDefinitions', 'managedProperties'],
  ['POST', "EntityDefinitions(LogicalName='account')/Attributes", 'columnTypes', column('Money', 'new_X')],
  ['POST', 'EntityDefinitions', 'activities', bankAccount({ IsActivity: true })],
  [
    'POST',
    'RelationshipDefinitions',
    'manyToMany',
    { '@odata.type': 'Microsoft.Dynamics.CRM.ManyToManyRelationshipMetadata' },
  ],
  [
    'POST',
    'RelationshipDefinitions',
    'namedCollections',
    accountOwner({
      ReferencingEntity: 'account',
      ReferencedEntityNavigationPropertyName: 'new_others',
    }),
  ],
  [
    'POST',
    'GlobalOptionSetDefinitions',
    'twoOptionChoices',
    { '@odata.type': 'Microsoft.Dynamics.CRM.BooleanOptionSetMetadata', Name: 'new_x' },
  ],
  ['POST', 'AddToQueue', 'actions'],
  ['POST', 'GrantAccess', 'actions'],
  ['POST', 'QualifyLead', 'actions'],
  ['POST', 'contacts/Microsoft.Dynamics.CRM.Merge', 'actions'],
  ['GET', 'RetrieveCurrentOrganization()', 'functions'],
  [
    'GET',
    "GetTimeZoneCodeByLocalizedName(LocalizedStandardName=@p1,LocaleId=@p2)?@p1='x'&@p2=1033",
    'functions',
  ],
  [
    'GET',
    "RetrieveCurrentOrganization(AccessType=Microsoft.Dynamics.CRM.EndpointAccessType'Default')",
    'functions',
  ],
  ['GET', `accounts(${ID})/contact_customer_accounts(${ID})`, 'associations'],
  ['GET', 'accounts?$apply=aggregate(name%20with%20countdistinct%20as%20n)', 'applyForms'],
  ['GET', 'accounts?$apply=aggregate($count%20as%20n)&$top=1', 'applyForms'],
  ['GET', 'accounts?$filter=length(name)%20eq%201', 'filterForms'],
  ['GET', 'accounts/$ref', 'pagesOfLinks'],
  ['GET', "accounts?$filter=Microsoft.Dynamics.CRM.EqualUserId(PropertyName='ownerid')", 'queryFunctions'],
  ['GET', "accounts?$expand=primarycontactid($filter=lastname%20eq%20'x')", 'filterOfLookup'],
  ['GET', 'accounts?fetchXml=%3Cfetch%3E%3C/fetch%3E', 'storedQueries'],
  ['GET', `accounts?savedQuery=${ID}`, 'storedQueries'],
  ['GET', `accounts?userQuery=${ID}`, 'storedQueries'],
  ['GET', 'serviceendpoints?$filter=contract%20eq%208', 'webhookRows'],
  ['POST', 'sdkmessageprocessingsteps', 'webhookRows'],
  ['GET', 'asyncoperations', 'webhookRows'],
  ['POST', 'systemusers', 'platformTables', { fullname: 'A' }],
];

describe('what the stand-in lacks', () => {
  let organization: TestOrganization;
  beforeAll(async () => {
    organization = await TestOrganization.start();
    await organization.insert('accounts', 'accountid', { accountid: ID });
    await organization.accounts(MOST_LINKS);
  });
  afterAll(() => organization.close());

  it.for(requests)('is refused with 501 by name: %s %s', async ([method, path, feature, body = {}]) => {
    const before = await rows();
    const reply = await organization.ask(method, path, method === 'POST' ? { body } : {});
    expect([reply.status, reply.error?.code]).toEqual([501, `not-implemented:${feature}`]);
    expect(await rows()).toEqual(before);
  });

  const rows = async () => (await organization.control('stats')).json['rows'];

  it('is refused each, but for what no request asks for', () => {
    const asked = requests.map(([, , feature]) => feature);
    expect(new Set([...asked, 'filesInBatches', ...unasked])).toEqual(new Set(Object.keys(notImplemented)));
  });

  it('is refused with 501 by name inside of a batch, too: the contents of files', async () => {
    const file = await startWithFiles();
    const body = writeBatchRequest([{ method: 'GET', url: `/api/data/v9.2/accounts(${ID})/${FILE}/$value` }]);
    await file.insert('accounts', 'accountid', { accountid: ID });
    const reply = await file.ask('POST', '$batch', { body, headers: multipart() });
    expect([reply.status, reply.text]).toEqual([
      501,
      expect.stringContaining('not-implemented:filesInBatches'),
    ]);
    await file.close();
  });

  it('is published at the control door', async () => {
    expect((await organization.control('not-implemented')).json).toEqual({ notImplemented });
  });
});
