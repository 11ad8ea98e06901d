import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { TestOrganization } from '../../test/organization.js';

const KEY = "EntityDefinitions(LogicalName='contact')/Keys";

describe('keys that are Pending again', () => {
  let organization: TestOrganization;
  beforeAll(async () => void (organization = await TestOrganization.start()));
  beforeEach(async () => {
    await organization.control('reset', {});
    await organization.contact({ cw_key: 'one' });
  });
  afterEach(() => organization.control('faults', {}));
  afterAll(() => organization.close());

  const statuses = async () => (await organization.get(KEY)).value.map((key) => key['EntityKeyIndexStatus']);
  const read = () => organization.get("contacts(cw_key='one')");

  it('name no row, neither to read nor to write nor to bind', async () => {
    await organization.strikeWith({ keyIndexPending: true });
    const refused = await read();
    expect([refused.status, refused.error?.message]).toEqual([
      400,
      expect.stringContaining('The key in the request URI is not valid'),
    ]);
    expect((await organization.patch("contacts(cw_key='two')", { lastname: 'B' })).status).toBe(400);
    const bound = { name: 'A', 'primarycontactid@odata.bind': "/contacts(cw_key='one')" };
    expect((await organization.post('accounts', bound)).status).toBe(400);
    await organization.strikeWith({});
    expect((await read()).status).toBe(200);
  });

  it('show it in their definitions', async () => {
    expect(new Set(await statuses())).toEqual(new Set(['Active']));
    await organization.strikeWith({ keyIndexPending: { table: 'contact' } });
    expect(new Set(await statuses())).toEqual(new Set(['Pending']));
  });

  it('still bind: no two rows can have the same values meanwhile', async () => {
    await organization.strikeWith({ keyIndexPending: true });
    const reply = await organization.post('contacts', { lastname: 'B', cw_key: 'one' });
    expect([reply.status, reply.error?.code]).toEqual([412, '0x80060892']);
  });

  it('are so for one table, and so many times that somebody looks', async () => {
    await organization.strikeWith({ keyIndexPending: { table: 'incident' } });
    expect((await read()).status).toBe(200);
    await organization.strikeWith({ keyIndexPending: { count: 2 } });
    expect([(await read()).status, (await read()).status, (await read()).status]).toEqual([400, 400, 200]);
  });

  it('do not hinder who goes by the id', async () => {
    const id = await organization.contact({ cw_key: 'two' });
    await organization.strikeWith({ keyIndexPending: true });
    expect((await organization.patch(`contacts(${id})`, { firstname: 'Ann' })).status).toBe(204);
  });
});
