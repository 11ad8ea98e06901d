import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bankAccount } from '../../test/definitions.js';
import { TestOrganization } from '../../test/organization.js';

const TYPE = { '@odata.type': 'Microsoft.Dynamics.CRM.account', name: 'One of many' };

/** The query of learn.microsoft.com/power-apps/developer/data-platform/bulk-operations, "Availability with standard tables". */
const query = (message: string, table: string) =>
  `sdkmessagefilters?$select=sdkmessagefilterid&$filter=sdkmessageid/name eq @message and primaryobjecttypecode eq @table&@message='${message}'&@table='${table}'`;

describe('which tables know which messages', () => {
  let organization: TestOrganization;
  beforeAll(async () => void (organization = await TestOrganization.start({ withoutBulk: ['account'] })));
  afterAll(() => organization.close());

  const rowsFor = async (message: string, table: string) =>
    (await organization.get(query(message, table))).value;

  it('is answered as the page asks it, and as it answers', async () => {
    const reply = await organization.get(query('CreateMultiple', 'contact'));
    expect([reply.status, reply.json]).toEqual([
      200,
      {
        '@odata.context': `${organization.root}$metadata#sdkmessagefilters(sdkmessagefilterid)`,
        value: [
          {
            '@odata.etag': expect.stringMatching(/^W\/"\d+"$/) as string,
            sdkmessagefilterid: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
          },
        ],
      },
    ]);
  });

  it('is no row for a table without the message, and the message is then refused', async () => {
    for (const message of ['CreateMultiple', 'UpdateMultiple', 'UpsertMultiple']) {
      expect(await rowsFor(message, 'account')).toEqual([]);
      const path = `accounts/Microsoft.Dynamics.CRM.${message}`;
      const { status, error } = await organization.post(path, { Targets: [TYPE] });
      expect([status, error]).toEqual([
        404,
        {
          code: '0x8006088a',
          message: `Resource not found for the segment 'Microsoft.Dynamics.CRM.${message}'.`,
        },
      ]);
    }
    expect(await rowsFor('Create', 'account')).toHaveLength(1);
    expect((await organization.post('accounts', { name: 'One' })).status).toBe(204);
  });

  it('is asked by a join too, and names the messages', async () => {
    const { value } = await organization.get(
      "sdkmessagefilters?$select=primaryobjecttypecode&$expand=sdkmessageid($select=name)&$filter=primaryobjecttypecode eq 'systemuser'",
    );
    const names = value.map(({ sdkmessageid }) => (sdkmessageid as { name: string }).name);
    expect(names.sort()).toEqual(['Retrieve', 'RetrieveMultiple']);
    expect((await organization.get("sdkmessages?$filter=name eq 'DeleteMultiple'")).value).toEqual([]);
  });

  it('follows the tables that are made and deleted, and outlasts a reset', async () => {
    expect(await rowsFor('UpsertMultiple', 'new_bankaccount')).toEqual([]);
    await organization.post('EntityDefinitions', bankAccount());
    expect(await rowsFor('UpsertMultiple', 'new_bankaccount')).toHaveLength(1);
    await organization.control('reset', {});
    for (const table of ['new_bankaccount', 'contact'])
      expect(await rowsFor('UpsertMultiple', table)).toHaveLength(1);
    await organization.ask('DELETE', "EntityDefinitions(LogicalName='new_bankaccount')");
    expect(await rowsFor('UpsertMultiple', 'new_bankaccount')).toEqual([]);
  });

  it('is for reading', async () => {
    expect((await organization.post('sdkmessages', { name: 'Mine' })).status).toBe(501);
  });

  it('names only tables that there are', async () => {
    await expect(TestOrganization.start({ withoutBulk: ['acount'] })).rejects.toThrow('acount');
  });
});
