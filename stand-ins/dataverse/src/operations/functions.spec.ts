import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestOrganization } from '../../test/organization.js';

describe('an unbound function', () => {
  let organization: TestOrganization;
  beforeAll(async () => {
    organization = await TestOrganization.start();
    await organization.contact();
    await organization.contact();
  });
  afterAll(() => organization.close());

  /** PAD/webapi/reference/entityrecordcountcollection.md, PAD/webapi/use-web-api-functions.md. */
  it.each([
    'RetrieveTotalRecordCount(EntityNames=@p1)?@p1=["contact","account"]',
    "RetrieveTotalRecordCount(EntityNames=@names)?@names=['contact','account']",
    "RetrieveTotalRecordCount(EntityNames=['contact','account'])",
  ])('counts all rows of the tables that are named: %s', async (path) => {
    const { status, json } = await organization.get(path);
    expect([status, json]).toEqual([
      200,
      {
        '@odata.context': `${organization.root}$metadata#Microsoft.Dynamics.CRM.RetrieveTotalRecordCountResponse`,
        EntityRecordCountCollection: {
          Count: 2,
          IsReadOnly: false,
          Keys: ['contact', 'account'],
          Values: [2, 0],
        },
      },
    ]);
  });

  /** PAD/webapi/reference/retrieveversion.md. */
  it('tells the version', async () => {
    const { json } = await organization.get('RetrieveVersion()');
    expect(json['Version']).toMatch(/^9\.2(\.\d+)+$/);
  });

  it.each([
    'RetrieveTotalRecordCount',
    'RetrieveTotalRecordCount()',
    'RetrieveTotalRecordCount(EntityNames=@p1)',
    "RetrieveTotalRecordCount(EntityNames='contact')",
    'RetrieveTotalRecordCount(EntityNames=["contact")',
    'RetrieveTotalRecordCount(EntityNames=["nothing"])',
    'RetrieveTotalRecordCount(EntityNames=["contact"])?$top=1',
  ])('is refused without the parameters that it takes: %s', async (path) => {
    expect((await organization.get(path)).status).toBe(400);
  });

  it.each(['RetrieveVersion()', 'RetrieveTotalRecordCount(EntityNames=["contact"])'])(
    'is no action: %s',
    async (path) => {
      expect((await organization.post(path, {})).status).toBe(405);
    },
  );
});
