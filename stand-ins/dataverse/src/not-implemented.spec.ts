import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestOrganization } from '../test/organization.js';
import { notImplemented } from './not-implemented.js';

describe('what the stand-in lacks', () => {
  let organization: TestOrganization;
  beforeAll(async () => void (organization = await TestOrganization.start()));
  afterAll(() => organization.close());

  it.each([
    ['GET', 'ManagedPropertyDefinitions', 'managedProperties'],
    ['POST', 'AddToQueue', 'actions'],
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
    ['GET', 'accounts?$apply=aggregate(name%20with%20countdistinct%20as%20n)', 'applyForms'],
    ['GET', 'accounts?$apply=aggregate($count%20as%20n)&$top=1', 'applyForms'],
    ['GET', 'accounts?$filter=length(name)%20eq%201', 'filterForms'],
    ['GET', "accounts?$filter=Microsoft.Dynamics.CRM.EqualUserId(PropertyName='ownerid')", 'queryFunctions'],
    ['GET', "accounts?$expand=primarycontactid($filter=lastname%20eq%20'x')", 'filterOfLookup'],
  ])('is refused with 501 by name: %s %s', async (method, path, feature) => {
    const reply = await organization.ask(method, path, method === 'POST' ? { body: {} } : {});
    expect([reply.status, reply.error?.code]).toEqual([501, `not-implemented:${feature}`]);
  });

  it('is refused in payloads, and nothing is written', async () => {
    expect((await organization.post('systemusers', { fullname: 'A' })).error?.code).toBe(
      'not-implemented:platformTables',
    );
    expect((await organization.control('stats')).json['rows']).toMatchObject({ account: 0, systemuser: 2 });
  });

  it('is published at the control door', async () => {
    expect((await organization.control('not-implemented')).json).toEqual({ notImplemented });
  });
});
