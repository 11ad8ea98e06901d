import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { multipart, writeBatchRequest, type BatchedItem } from '../../test/batch.js';
import { TestOrganization, type Reply } from '../../test/organization.js';
import { outcome } from '../../test/outcome.js';

const TIMEOUT = {
  code: '0x80044151',
  message:
    'Sql error: SQL timeout expired. CRM ErrorCode: -2147204783 Sql ErrorCode: -2146232060 Sql Number: -2',
};
const DEADLOCK = {
  code: '0x80044150',
  message:
    'Sql error: Generic SQL error. CRM ErrorCode: -2147204784 Sql ErrorCode: -2146232060 Sql Number: 1205',
};

describe('the faults at the end of an operation', () => {
  let organization: TestOrganization;
  beforeAll(async () => void (organization = await TestOrganization.start()));
  beforeEach(() => organization.control('reset', {}));
  afterEach(() => organization.control('faults', {}));
  afterAll(() => organization.close());

  const create = (entitySet = 'accounts', more: Record<string, unknown> = { name: 'A' }) => ({
    method: 'POST',
    url: `/api/data/v9.2/${entitySet}`,
    body: more,
  });
  const contact = create('contacts', { lastname: 'C' });
  const read = { method: 'GET', url: '/api/data/v9.2/contacts' };
  const batch = (items: readonly BatchedItem[], prefer = 'odata.continue-on-error') =>
    organization.ask('POST', '$batch', {
      body: writeBatchRequest(items),
      headers: { ...multipart(), Prefer: prefer },
    });
  const statuses = ({ text }: Reply) =>
    [...text.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => Number(status));
  const bulk = (message: string, targets: readonly Record<string, unknown>[]) =>
    organization.post(`accounts/Microsoft.Dynamics.CRM.${message}`, {
      Targets: targets.map((target) => ({ '@odata.type': 'Microsoft.Dynamics.CRM.account', ...target })),
    });

  it('drop a batch behind operations that were committed, before the next one is', async () => {
    await organization.strikeWith({ dropBeforeCommit: { skip: 2, count: 1 } });
    expect(await outcome(batch([create(), create(), create(), create()]))).toBe('dropped');
    expect(await organization.rowsOf('account')).toBe(2);
  });

  it('drop a batch behind operations that were committed, the last one too', async () => {
    await organization.strikeWith({ dropAfterCommit: { skip: 2, count: 1 } });
    expect(await outcome(batch([create(), [create(), contact], create(), create()]))).toBe('dropped');
    expect([await organization.rowsOf('account'), await organization.rowsOf('contact')]).toEqual([3, 1]);
  });

  it('drop a batch at the operation that changes their table', async () => {
    await organization.strikeWith({ dropBeforeCommit: { table: 'contact' } });
    expect(await outcome(batch([create(), create(), contact, create()]))).toBe('dropped');
    expect([await organization.rowsOf('account'), await organization.rowsOf('contact')]).toEqual([2, 0]);
  });

  it('drop a bulk message with all of its rows, or with none', async () => {
    const accountid = randomUUID();
    const messages = [
      () => bulk('CreateMultiple', [{ name: 'A' }, { accountid, name: 'B' }]),
      () => bulk('UpdateMultiple', [{ accountid, name: 'C' }]),
      () => bulk('UpsertMultiple', [{ accountid, name: 'D' }, { accountid: randomUUID() }]),
    ];
    const names: unknown[] = [];
    for (const message of messages) {
      await organization.strikeWith({ dropBeforeCommit: { table: 'account', count: 1 } });
      expect(await outcome(message())).toBe('dropped');
      names.push((await organization.get(`accounts(${accountid})`)).json['name']);
      await organization.strikeWith({ dropAfterCommit: { table: 'account', count: 1 } });
      expect(await outcome(message())).toBe('dropped');
      names.push((await organization.get(`accounts(${accountid})`)).json['name']);
    }
    expect(names).toEqual([undefined, 'B', 'B', 'C', 'C', 'D']);
    expect(await organization.rowsOf('account')).toBe(3);
  });

  it.each([
    ['sqlTimeout', TIMEOUT],
    ['deadlock', DEADLOCK],
  ])('%s answers 500 in the words of the database, and takes back what was written', async (fault, error) => {
    await organization.strikeWith({ [fault]: { count: 1 } });
    const reply = await organization.post('accounts', { name: 'A' });
    expect([reply.status, reply.error]).toEqual([500, error]);
    expect(await organization.rowsOf('account')).toBe(0);
    expect((await organization.post('accounts', { name: 'A' })).status).toBe(204);
  });

  it('sqlTimeout strikes a bulk message as a whole, and reads', async () => {
    await organization.strikeWith({ sqlTimeout: { count: 2 } });
    expect((await bulk('CreateMultiple', [{ name: 'A' }, { name: 'B' }])).error).toEqual(TIMEOUT);
    expect(await organization.rowsOf('account')).toBe(0);
    expect((await organization.get('accounts')).error).toEqual(TIMEOUT);
  });

  it('deadlock strikes one operation of a batch, and leaves what is before and behind it', async () => {
    await organization.strikeWith({ deadlock: { skip: 1, count: 1 } });
    const reply = await batch([create(), create(), create()]);
    expect([reply.status, statuses(reply)]).toEqual([200, [204, 500, 204]]);
    expect(reply.text).toContain(JSON.stringify({ error: DEADLOCK }));
    expect(await organization.rowsOf('account')).toBe(2);
  });

  it('sqlTimeout ends a batch that does not go on after an error', async () => {
    await organization.strikeWith({ sqlTimeout: { skip: 1, count: 1 } });
    const reply = await batch([create(), create(), create()], '');
    expect([reply.status, statuses(reply)]).toEqual([500, [204, 500]]);
    expect(await organization.rowsOf('account')).toBe(1);
  });

  it('sqlTimeout strikes a change set once and takes all of it back', async () => {
    await organization.strikeWith({ sqlTimeout: { count: 1 } });
    const reply = await batch([[create(), contact, create()], create()]);
    expect(statuses(reply)).toEqual([500, 204]);
    expect([await organization.rowsOf('account'), await organization.rowsOf('contact')]).toEqual([1, 0]);
  });

  it('sqlTimeout strikes in a batch what is about its table, be it a read', async () => {
    await organization.strikeWith({ sqlTimeout: { table: 'contact' } });
    expect(statuses(await batch([create(), read, contact, create()]))).toEqual([204, 500, 500, 204]);
  });

  it('spare what was refused anyway', async () => {
    await organization.strikeWith({ deadlock: { count: 1 } });
    expect((await organization.get(`accounts(${randomUUID()})`)).status).toBe(404);
    expect((await organization.control('faults')).json).toMatchObject({ faults: [{ struck: 0 }] });
  });

  it('charge what they struck as if it had been carried out', async () => {
    await organization.strikeWith({ sqlTimeout: { count: 1 }, dropAfterCommit: { count: 1 } });
    await organization.post('accounts', { name: 'A' });
    await outcome(organization.post('accounts', { name: 'A' }));
    const { usage } = (await organization.control('stats')).json as {
      usage: Record<string, { requests: number; operations: number }>;
    };
    expect(Object.values(usage)).toMatchObject([{ requests: 2, operations: 2 }]);
  });
});
