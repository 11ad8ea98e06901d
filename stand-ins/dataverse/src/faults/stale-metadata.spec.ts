import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { multipart, writeBatchRequest } from '../../test/batch.js';
import { bankAccount, column } from '../../test/definitions.js';
import { TestOrganization } from '../../test/organization.js';

const contacts = "EntityDefinitions(LogicalName='contact')";

/** developer/data-platform/webapi/web-api-metadata-operations-sample: definitions are cached. */
describe('stale metadata', () => {
  let organization: TestOrganization;
  beforeEach(async () => void (organization = await TestOrganization.start({ schema: 'standard' })));
  afterEach(() => organization.close());

  const addColumn = () => organization.post(`${contacts}/Attributes`, column('String', 'new_Code'));
  const create = (headers?: Record<string, string>) =>
    organization.post('contacts', { lastname: 'A', new_code: 'a' }, headers);
  const struck = async () =>
    ((await organization.control('faults')).json['faults'] as { struck: number }[])[0]?.struck;

  it('does not know a column that was added, though its definition is there', async () => {
    await organization.strikeWith({ staleMetadata: true });
    expect((await addColumn()).status).toBe(204);
    const written = await create();
    expect([written.status, written.error?.code]).toEqual([400, '0x0']);
    expect(written.error?.message).toContain("Invalid property 'new_code' was found in entity");
    const read = await organization.get('contacts?$select=new_code');
    expect([read.status, read.error]).toEqual([
      400,
      {
        code: '0x0',
        message: "Could not find a property named 'new_code' on type 'Microsoft.Dynamics.CRM.contact'.",
      },
    ]);
    expect((await organization.get(`${contacts}/Attributes(LogicalName='new_code')`)).status).toBe(200);
  });

  it('does not know a table that was added', async () => {
    await organization.strikeWith({ staleMetadata: true });
    expect((await organization.post('EntityDefinitions', bankAccount())).status).toBe(204);
    const read = await organization.get('new_bankaccounts');
    expect([read.status, read.error?.code]).toEqual([404, '0x8006088a']);
    await organization.strikeWith({});
    expect((await organization.get('new_bankaccounts')).status).toBe(200);
  });

  it('strikes only where something is hidden, and so many times', async () => {
    await organization.strikeWith({ staleMetadata: { count: 2 } });
    await addColumn();
    expect((await organization.get('accounts')).status).toBe(200);
    expect(await struck()).toBe(0);
    expect([(await create()).status, (await create()).status, (await create()).status]).toEqual([
      400, 400, 204,
    ]);
    expect(await struck()).toBe(2);
  });

  it('keeps what a row holds in a column that it does not know', async () => {
    await organization.strikeWith({ staleMetadata: { method: 'PATCH' } });
    await addColumn();
    const id = await organization.contact({ new_code: 'a' });
    expect((await organization.patch(`contacts(${id})`, { new_code: 'b' })).status).toBe(400);
    expect((await organization.patch(`contacts(${id})`, { firstname: 'Ann' })).status).toBe(204);
    expect((await organization.get(`contacts(${id})`)).json).toMatchObject({
      firstname: 'Ann',
      new_code: 'a',
    });
  });

  it('spares a request that asks for consistency', async () => {
    await organization.strikeWith({ staleMetadata: true });
    await addColumn();
    expect((await create({ Consistency: 'Strong' })).status).toBe(204);
  });

  it('strikes an operation of a batch', async () => {
    await organization.strikeWith({ staleMetadata: { count: 1 } });
    await addColumn();
    const post = { method: 'POST', url: '/api/data/v9.2/contacts', body: { new_code: 'a' } };
    const { text } = await organization.ask('POST', '$batch', {
      body: writeBatchRequest([post, post]),
      headers: { ...multipart(), Prefer: 'odata.continue-on-error' },
    });
    expect([...text.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => status)).toEqual(['400', '204']);
  });
});
