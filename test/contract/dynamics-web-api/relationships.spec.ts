import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Organization } from './organization.js';

describe('dynamics-web-api, relationships', () => {
  let organization: Organization;
  let account: string;
  let contact: string;
  beforeAll(async () => {
    organization = await Organization.start();
    account = await organization.create('accounts', { name: 'Contoso' });
    contact = await organization.contact();
  });
  afterAll(() => organization.close());

  const stored = async (column: string, table = 'contact', id = contact) =>
    (await organization.stored(table, id))?.[column];

  it('are made and undone from the side of the many', async () => {
    const how = {
      collection: 'accounts',
      primaryKey: account,
      relationshipName: 'contact_customer_accounts',
      relatedKey: contact,
    };
    await organization.api.associate({ ...how, relatedCollection: 'contacts' });
    expect(await stored('_parentcustomerid_value')).toBe(account);
    await organization.api.disassociate(how);
    expect(await stored('_parentcustomerid_value')).toBeNull();
  });

  it('are made and undone from the side of the one', async () => {
    const how = { collection: 'accounts', primaryKey: account, navigationProperty: 'primarycontactid' };
    await organization.api.associateSingleValued({
      ...how,
      relatedCollection: 'contacts',
      relatedKey: contact,
    });
    expect(await stored('_primarycontactid_value', 'account', account)).toBe(contact);
    await organization.api.disassociateSingleValued(how);
    expect(await stored('_primarycontactid_value', 'account', account)).toBeNull();
  });

  it('to one of several tables are made by the name of the right one', async () => {
    const how = {
      collection: 'contacts',
      primaryKey: contact,
      relatedCollection: 'accounts',
      relatedKey: account,
    };
    await organization.api.associateSingleValued({ ...how, navigationProperty: 'parentcustomerid_account' });
    expect(await stored('_parentcustomerid_value')).toBe(account);
    const wrong = organization.api.associateSingleValued({ ...how, navigationProperty: 'parentcustomerid' });
    await expect(wrong).rejects.toMatchObject({ status: 404, code: '0x8006088a' });
  });

  it('are followed', async () => {
    await organization.api.update({
      collection: 'contacts',
      key: contact,
      data: { 'parentcustomerid_account@odata.bind': `accounts(${account})` },
    });
    const link = await organization.api.retrieve({
      collection: 'contacts',
      key: contact,
      select: ['parentcustomerid_account/$ref'],
    });
    expect(link).toMatchObject({ collection: 'accounts', id: account });
  });
});
