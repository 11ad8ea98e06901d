import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { multipart, writeBatchRequest } from '../../../test/batch.js';
import { TestOrganization } from '../../../test/organization.js';

const TYPE = { '@odata.type': 'Microsoft.Dynamics.CRM.account' };

/** Golden examples of learn.microsoft.com/power-apps/developer/data-platform/bulk-operations, with accounts for its sample table. */
describe('a bulk message', () => {
  let organization: TestOrganization;
  beforeAll(async () => void (organization = await TestOrganization.start()));
  afterAll(() => organization.close());

  const send = (message: string, targets: readonly object[], headers?: Record<string, string>) =>
    organization.post(
      `accounts/Microsoft.Dynamics.CRM.${message}`,
      { Targets: targets.map((target) => ({ ...TYPE, ...target })) },
      headers,
    );
  const account = (row: Record<string, unknown> = {}) =>
    organization.insert('accounts', 'accountid', { name: 'Before', ...row });
  const read = async (key: string) => (await organization.get(`accounts(${key})`)).json;
  const statusOf = async (key: string) => (await organization.get(`accounts(${key})`)).status;

  describe('CreateMultiple', () => {
    it('makes rows and answers with their ids, in the order of the targets ("CreateMultiple")', async () => {
      const names = ['sample record 0000001', 'sample record 0000002', 'sample record 0000003'];
      const reply = await send(
        'CreateMultiple',
        names.map((name) => ({ name })),
      );
      const ids = reply.json['Ids'] as string[];
      expect([reply.status, reply.json]).toEqual([
        200,
        {
          '@odata.context': `${organization.root}$metadata#Microsoft.Dynamics.CRM.CreateMultipleResponse`,
          Ids: [expect.any(String), expect.any(String), expect.any(String)],
        },
      ]);
      for (const [index, id] of ids.entries()) expect(await read(id)).toMatchObject({ name: names[index] });
    });

    it('makes all or none, and the error of one is the error of all ("On Error behavior with standard tables")', async () => {
      const accountid = randomUUID();
      const reply = await send('CreateMultiple', [{ accountid, name: 'Good' }, { nonsense: 1 }]);
      expect([reply.status, reply.error?.code]).toEqual([400, '0x0']);
      expect(await statusOf(accountid)).toBe(404);
    });

    it('refuses an id that is taken, also by a target before it ("Cannot insert duplicate key.")', async () => {
      const taken = await account();
      const twice = randomUUID();
      for (const ids of [[taken], [twice, twice]]) {
        const reply = await send(
          'CreateMultiple',
          ids.map((accountid) => ({ accountid })),
        );
        expect([reply.status, reply.error]).toEqual([
          412,
          { code: '0x80040237', message: 'Cannot insert duplicate key.' },
        ]);
      }
      expect(await statusOf(twice)).toBe(404);
    });

    it('makes related rows along with each', async () => {
      const accountid = randomUUID();
      const primarycontactid = { lastname: 'Deep' };
      expect((await send('CreateMultiple', [{ accountid, primarycontactid }])).status).toBe(200);
      expect((await organization.get(`accounts(${accountid})/primarycontactid`)).json).toMatchObject({
        lastname: 'Deep',
      });
    });

    it('is one request to the limit and in the statistics ("Service protection limits")', async () => {
      const requests = async () => (await organization.control('stats')).json['requests'] as number;
      const before = await requests();
      await send('CreateMultiple', Array<object>(1_000).fill({ name: 'One of many' }));
      expect(await requests()).toBe(before + 1);
    });
  });

  describe('UpdateMultiple', () => {
    it('changes rows by the primary key in them and answers nothing ("UpdateMultiple")', async () => {
      const ids = [await account(), await account({ accountnumber: 'A1' })];
      const reply = await send(
        'UpdateMultiple',
        ids.map((accountid) => ({ accountid, name: 'Updated' })),
      );
      expect([reply.status, reply.text]).toEqual([204, '']);
      expect(await read(ids[0] ?? '')).toMatchObject({ name: 'Updated' });
      expect(await read(ids[1] ?? '')).toMatchObject({ name: 'Updated', accountnumber: 'A1' });
    });

    it('changes nothing when one row is not there ("Contact With Ids = <guid> Do Not Exist")', async () => {
      const accountid = await account();
      const none = randomUUID();
      const reply = await send('UpdateMultiple', [{ accountid, name: 'Changed' }, { accountid: none }]);
      expect([reply.status, reply.error]).toEqual([
        404,
        { code: '0x80040217', message: `Account With Ids = ${none} Do Not Exist` },
      ]);
      expect(await read(accountid)).toMatchObject({ name: 'Before' });
    });

    it('heeds the first of several targets for one row ("Duplicate records in UpdateMultiple Targets parameter")', async () => {
      const accountid = await account();
      const again = { accountid: accountid.toUpperCase(), name: 'Second', accountnumber: 'A2' };
      expect((await send('UpdateMultiple', [{ accountid, name: 'First' }, again])).status).toBe(204);
      expect(await read(accountid)).toMatchObject({ name: 'First', accountnumber: null });
    });

    it('knows no alternate key ("Using alternate keys with Web API and UpdateMultiple is not supported.")', async () => {
      const key = randomUUID();
      await account({ cw_key: key });
      const reply = await send('UpdateMultiple', [
        { '@odata.id': `accounts(cw_key='${key}')`, name: 'Changed' },
      ]);
      expect([reply.status, reply.error?.code]).toEqual([400, '0x80040203']);
      expect(await read(`cw_key='${key}'`)).toMatchObject({ name: 'Before' });
    });
  });

  describe('UpsertMultiple', () => {
    it('makes and changes rows by an alternate key, and does not say which ("UpsertMultiple")', async () => {
      const [there, not] = [randomUUID(), randomUUID()];
      await account({ cw_key: there, accountnumber: 'A1' });
      const reply = await send(
        'UpsertMultiple',
        [there, not].map((key) => ({ '@odata.id': `accounts(cw_key='${key}')`, name: 'Upserted' })),
      );
      expect([reply.status, reply.text]).toEqual([204, '']);
      expect(await read(`cw_key='${there}'`)).toMatchObject({ name: 'Upserted', accountnumber: 'A1' });
      expect(await read(`cw_key='${not}'`)).toMatchObject({ name: 'Upserted', cw_key: not });
    });

    it('takes the primary key too, in the target or in its link', async () => {
      const [there, not] = [await account(), randomUUID()];
      const reply = await send('UpsertMultiple', [
        { '@odata.id': `/accounts(${there})`, name: 'Upserted' },
        { accountid: not, name: 'Upserted' },
      ]);
      expect(reply.status).toBe(204);
      for (const id of [there, not]) expect(await read(id)).toMatchObject({ name: 'Upserted' });
    });

    it('refuses a row that stands there twice ("Duplicate records in UpsertMultiple Targets parameter")', async () => {
      const key = randomUUID();
      const accountid = await account({ cw_key: key });
      const other = randomUUID();
      const byKey = (value: string) => ({ '@odata.id': `accounts(cw_key='${value}')`, name: 'Upserted' });
      for (const targets of [
        [{ accountid, name: 'Upserted' }, byKey(key)],
        [byKey(other), byKey(other.toUpperCase())],
      ]) {
        const reply = await send('UpsertMultiple', targets);
        expect([reply.status, reply.error?.code]).toEqual([400, '0x80040203']);
      }
      expect([await read(accountid), await statusOf(`cw_key='${other}'`)]).toEqual([
        expect.objectContaining({ name: 'Before' }),
        404,
      ]);
    });

    it('makes all or none', async () => {
      const accountid = randomUUID();
      const tooLong = { accountid: randomUUID(), accountnumber: 'x'.repeat(21) };
      const reply = await send('UpsertMultiple', [{ accountid, name: 'Good' }, tooLong]);
      expect([reply.status, reply.error?.code]).toEqual([400, '0x80044331']);
      expect(await statusOf(accountid)).toBe(404);
    });
  });

  it('DeleteMultiple is for elastic tables (deletemultiple, "Availability")', async () => {
    const accountid = await account();
    const reply = await send('DeleteMultiple', [{ accountid }]);
    expect([reply.status, reply.error?.message]).toEqual([
      501,
      'DeleteMultiple has not yet been implemented.',
    ]);
    expect(await statusOf(accountid)).toBe(200);
  });

  it('in a change set rolls back with it', async () => {
    const accountid = randomUUID();
    const change = (url: string, body: unknown) => ({ method: 'POST', url: `/api/data/v9.2/${url}`, body });
    const body = writeBatchRequest([
      [
        change('accounts/Microsoft.Dynamics.CRM.CreateMultiple', { Targets: [{ ...TYPE, accountid }] }),
        change('accounts', { nonsense: 1 }),
      ],
    ]);
    expect((await organization.ask('POST', '$batch', { body, headers: multipart() })).status).toBe(400);
    expect(await statusOf(accountid)).toBe(404);
  });
});
