import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { column, key } from '../../test/definitions.js';
import { TestOrganization } from '../../test/organization.js';

const contact = "EntityDefinitions(LogicalName='contact')";

/** developer/data-platform/define-alternate-keys-entity, "Monitor index creation for alternate keys". */
describe('the index of a new alternate key', () => {
  let organization: TestOrganization;
  beforeEach(async () => {
    organization = await TestOrganization.start({ schema: 'standard', keyIndexSeconds: 100 });
    await organization.post(`${contact}/Attributes`, column('String', 'new_Code'));
  });
  afterEach(() => organization.close());

  const create = () => organization.post(`${contact}/Keys`, key('new_CodeKey', ['new_code']));
  const status = async () =>
    (await organization.get(`${contact}/Keys(LogicalName='new_codekey')`)).json['EntityKeyIndexStatus'];
  const pass = (advanceSeconds: number) => organization.control('clock', { advanceSeconds });

  it('is Pending, InProgress and Active in turn, by the clock', async () => {
    const made = await create();
    expect([made.status, await status()]).toEqual([204, 'Pending']);
    await pass(60);
    expect(await status()).toBe('InProgress');
    await pass(60);
    expect(await status()).toBe('Active');
    const { json } = await organization.get(String(made.headers.get('odata-entityid')));
    expect(json).toMatchObject({ SchemaName: 'new_CodeKey', KeyAttributes: ['new_code'] });
  });

  it('names no row and binds nobody until it is Active', async () => {
    await create();
    const early = await organization.get("contacts(new_code='a')");
    expect([early.status, early.error?.message]).toEqual([
      400,
      expect.stringContaining('The key in the request URI is not valid'),
    ]);
    expect((await organization.get('$metadata')).text).not.toContain('PropertyPath="new_code"');
    await organization.contact({ new_code: 'a' });
    await pass(200);
    expect((await organization.get("contacts(new_code='A')")).json['new_code']).toBe('a');
    expect((await organization.post('contacts', { new_code: 'a' })).error?.code).toBe('0x80060892');
    expect((await organization.get('$metadata')).text).toContain('PropertyPath="new_code"');
  });

  it('of a lookup makes a row that refers to whom the key names', async () => {
    const cases = "EntityDefinitions(LogicalName='incident')";
    await organization.post(`${cases}/Keys`, key('new_ByContact', ['primarycontactid']));
    await pass(200);
    const contact = await organization.contact({ lastname: 'Lee' });
    const path = `incidents(_primarycontactid_value=${contact})`;
    const customer = { 'customerid_contact@odata.bind': `/contacts(${contact})` };
    expect((await organization.patch(path, { title: 'A', ...customer })).status).toBe(204);
    expect((await organization.get(`${path}?$expand=primarycontactid`)).json).toMatchObject({
      title: 'A',
      primarycontactid: { lastname: 'Lee' },
    });
  });

  it('fails when rows violate it, until they are mended and it is reactivated', async () => {
    const first = await organization.contact({ new_code: 'same' });
    await organization.contact({ new_code: 'SAME' });
    await create();
    await pass(200);
    expect(await status()).toBe('Failed');
    expect((await organization.get("contacts(new_code='same')")).status).toBe(400);
    await organization.patch(`contacts(${first})`, { new_code: 'other' });
    await organization.post('ReactivateEntityKey', {
      EntityLogicalName: 'contact',
      EntityKeyLogicalName: 'new_codekey',
    });
    expect(await status()).toBe('Pending');
    await pass(200);
    expect([await status(), (await organization.get("contacts(new_code='same')")).status]).toEqual([
      'Active',
      200,
    ]);
  });

  it('ends with its key', async () => {
    await create();
    expect((await organization.delete(`${contact}/Keys(LogicalName='new_codekey')`)).status).toBe(204);
    await pass(200);
    expect((await organization.get(`${contact}/Keys`)).value).toEqual([]);
    expect((await organization.delete(`${contact}/Attributes(LogicalName='new_code')`)).status).toBe(204);
  });
});
