import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestOrganization } from '../../test/organization.js';

/** PAD/webapi/manage-duplicate-detection-create-update.md */
describe('MSCRM.SuppressDuplicateDetection', () => {
  let organization: TestOrganization;
  beforeAll(async () => {
    const duplicateRules = [
      { table: 'contact', columns: ['emailaddress1'] },
      { table: 'account', columns: ['name', 'address1_city'] },
    ];
    organization = await TestOrganization.start({ duplicateRules });
  });
  afterAll(() => organization.close());

  const detecting = { 'MSCRM.SuppressDuplicateDetection': 'false' };
  const refusal = {
    code: '0x80040333',
    message: 'A record was not created or updated because a duplicate of the current record already exists.',
  };

  it('false refuses a duplicate on create and on update, and anything else lets it in', async () => {
    const contact = { lastname: 'Orton', emailaddress1: 'monteorton@example.com' };
    expect((await organization.post('contacts', contact, detecting)).status).toBe(204);
    const again = { ...contact, emailaddress1: 'MonteOrton@example.com' };
    const created = await organization.post('contacts', again, detecting);
    expect([created.status, created.error]).toEqual([412, refusal]);
    const other = await organization.contact();
    const updated = await organization.patch(`contacts(${other})`, again, { ...detecting, 'If-Match': '*' });
    expect([updated.status, updated.error]).toEqual([412, refusal]);
    expect((await organization.post('contacts', again)).status).toBe(204);
    expect(
      (await organization.post('contacts', again, { 'MSCRM.SuppressDuplicateDetection': 'true' })).status,
    ).toBe(204);
  });

  it('finds rows that agree in every column of a rule, and no row of itself', async () => {
    const account = { name: 'Litware', address1_city: 'Redmond' };
    const id = await organization.insert('accounts', 'accountid', account);
    const status = async (row: object) => (await organization.post('accounts', row, detecting)).status;
    expect([await status({ name: 'Litware' }), await status(account)]).toEqual([204, 412]);
    expect((await organization.patch(`accounts(${id})`, account, detecting)).status).toBe(204);
    expect([await status({ name: 'No city' }), await status({ name: 'No city' })]).toEqual([204, 204]);
  });

  it('needs rules about columns that are there', async () => {
    const duplicateRules = [{ table: 'contact', columns: ['nosuchcolumn'] }];
    await expect(TestOrganization.start({ duplicateRules })).rejects.toThrow(/contact.*nosuchcolumn/);
  });
});
