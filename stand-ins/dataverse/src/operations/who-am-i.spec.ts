import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { APPLICATION, applicationUsers, TestOrganization } from '../../test/organization.js';

/** PAD/webapi/use-ps-and-vscode-web-api.md. */
describe('WhoAmI', () => {
  let organization: TestOrganization;
  beforeAll(async () => void (organization = await TestOrganization.start()));
  afterAll(() => organization.close());

  it.each(['WhoAmI', 'WhoAmI()'])('answers %s with the three ids and its context', async (path) => {
    const { json } = await organization.get(path);
    expect(Object.keys(json)).toEqual(['@odata.context', 'BusinessUnitId', 'UserId', 'OrganizationId']);
    expect(json['@odata.context']).toBe(
      `${organization.root}$metadata#Microsoft.Dynamics.CRM.WhoAmIResponse`,
    );
  });

  it('names a user that can be read, and that may own rows', async () => {
    const user = applicationUsers[APPLICATION];
    expect((await organization.get(`systemusers(${user})`)).json['applicationid']).toBe(APPLICATION);
    const id = await organization.contact({ 'ownerid@odata.bind': `/systemusers(${user})` });
    expect((await organization.get(`contacts(${id})`)).json['_ownerid_value']).toBe(user);
  });

  it('is no action', async () => {
    expect((await organization.post('WhoAmI', {})).status).toBe(405);
  });
});
