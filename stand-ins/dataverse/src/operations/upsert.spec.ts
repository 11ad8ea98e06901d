import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestOrganization } from '../../test/organization.js';

/** PAD/webapi/update-delete-entities-using-web-api.md and perform-conditional-operations-using-web-api.md. */
describe('PATCH of a row', () => {
  let organization: TestOrganization;
  beforeAll(async () => void (organization = await TestOrganization.start()));
  afterAll(() => organization.close());

  const nameOf = async (id: string) => (await organization.get(`accounts(${id})?$select=name`)).json['name'];

  it('updates what exists and creates what does not, with the same 204', async () => {
    const id = randomUUID();
    for (const name of ['Created', 'Updated']) {
      const reply = await organization.patch(`accounts(${id})`, { name });
      expect([reply.status, reply.headers.get('odata-entityid')]).toEqual([
        204,
        `${organization.root}accounts(${id})`,
      ]);
      expect(await nameOf(id)).toBe(name);
    }
  });

  it('tells creating from updating only to those who ask for the row', async () => {
    const id = randomUUID();
    const patch = () =>
      organization.patch(`accounts(${id})?$select=name`, { name: 'A' }, { Prefer: 'return=representation' });
    const [created, updated] = [await patch(), await patch()];
    expect([created.status, updated.status]).toEqual([201, 200]);
    expect(updated.json).toMatchObject({ name: 'A', accountid: id });
    expect(updated.json['@odata.etag']).not.toBe(created.json['@odata.etag']);
  });

  it('leaves alone the columns that are not in the body', async () => {
    const id = await organization.contact({ firstname: 'Ann', lastname: 'Lee' });
    await organization.patch(`contacts(${id})`, { lastname: 'Moore' });
    expect((await organization.get(`contacts(${id})`)).json).toMatchObject({ fullname: 'Ann Moore' });
  });

  it('with If-Match: * never creates', async () => {
    const id = randomUUID();
    const reply = await organization.patch(`accounts(${id})`, { name: 'Ghost' }, { 'If-Match': '*' });
    expect([reply.status, reply.error]).toEqual([
      404,
      { code: '0x80040217', message: `Account With Id = ${id} Does Not Exist` },
    ]);
    expect((await organization.get(`accounts(${id})`)).status).toBe(404);
  });

  it('with If-None-Match: * never updates', async () => {
    const id = randomUUID();
    const patch = (name: string) => organization.patch(`accounts(${id})`, { name }, { 'If-None-Match': '*' });
    expect((await patch('First')).status).toBe(204);
    const second = await patch('Second');
    expect([second.status, second.error?.message]).toEqual([
      412,
      'A record with matching key values already exists.',
    ]);
    expect(await nameOf(id)).toBe('First');
  });

  it('with an ETag updates that version only', async () => {
    const id = await organization.insert('accounts', 'accountid', { name: 'One' });
    const etag = (await organization.get(`accounts(${id})`)).json['@odata.etag'] as string;
    expect((await organization.patch(`accounts(${id})`, { name: 'Two' }, { 'If-Match': etag })).status).toBe(
      204,
    );
    const late = await organization.patch(`accounts(${id})`, { name: 'Three' }, { 'If-Match': etag });
    expect([late.status, late.error]).toEqual([
      412,
      {
        code: '0x80060882',
        message: "The version of the existing record doesn't match the RowVersion property provided.",
      },
    ]);
    expect(await nameOf(id)).toBe('Two');
  });

  it('by an alternate key creates the row with the key, and names the key instead of an id', async () => {
    const key = `k-${randomUUID()}`;
    const reply = await organization.patch(`accounts(cw_key='${key}')`, { name: 'Keyed' });
    expect([reply.status, reply.headers.get('odata-entityid')]).toEqual([
      204,
      `${organization.root}accounts(cw_key='${key}')`,
    ]);
    expect((await organization.get(`accounts(cw_key='${key}')`)).json).toMatchObject({
      name: 'Keyed',
      cw_key: key,
    });
  });

  /** PAD/use-upsert-insert-update-record.md, "Guidance for composing requests". */
  it('by an alternate key leaves the key of a row alone, whatever the body says', async () => {
    const key = `k-${randomUUID()}`;
    await organization.insert('accounts', 'accountid', { name: 'One', cw_key: key });
    await organization.patch(`accounts(cw_key='${key}')`, { name: 'Two', cw_key: 'another' });
    expect((await organization.get(`accounts(cw_key='${key}')`)).json['name']).toBe('Two');
    expect((await organization.get("accounts(cw_key='another')")).status).toBe(404);
  });

  it('by an alternate key makes a row with the key of the body where that differs', async () => {
    const reply = await organization.patch("accounts(cw_key='of-url')", { name: 'A', cw_key: 'of-body' });
    expect(reply.status).toBe(204);
    expect((await organization.get("accounts(cw_key='of-body')")).json).toMatchObject({ cw_key: 'of-body' });
    expect((await organization.get("accounts(cw_key='of-url')")).status).toBe(404);
  });

  it('by an alternate key that is missing says so under If-Match: *', async () => {
    const reply = await organization.patch("accounts(cw_key='none')", { name: 'A' }, { 'If-Match': '*' });
    expect([reply.status, reply.error?.code]).toEqual([404, '0x80060891']);
  });

  it('keeps what may only be set when a row is made', async () => {
    const id = await organization.incident({ ticketnumber: 'CAS-1' });
    expect((await organization.patch(`incidents(${id})`, { ticketnumber: 'CAS-2', title: 'B' })).status).toBe(
      204,
    );
    expect((await organization.get(`incidents(${id})`)).json).toMatchObject({
      ticketnumber: 'CAS-1',
      title: 'B',
    });
  });

  it('may not take the customer from a case', async () => {
    const id = await organization.incident();
    expect((await organization.patch(`incidents(${id})`, { customerid_contact: null })).status).toBe(400);
  });

  it('and DELETE on a whole collection are refused with 405', async () => {
    expect((await organization.patch('accounts', { name: 'All' })).status).toBe(405);
    expect((await organization.delete('accounts')).status).toBe(405);
    expect((await organization.ask('PUT', `accounts(${randomUUID()})`, { body: { name: 'A' } })).status).toBe(
      405,
    );
  });
});

/** PAD/define-alternate-keys-entity.md. */
describe('an alternate key', () => {
  let organization: TestOrganization;
  beforeAll(async () => void (organization = await TestOrganization.start()));
  afterAll(() => organization.close());

  it('refuses a second row with the same value, made or changed', async () => {
    await organization.contact({ cw_key: 'taken' });
    const other = await organization.contact({ cw_key: 'free' });
    const created = await organization.post('contacts', { lastname: 'A', cw_key: 'TAKEN' });
    const changed = await organization.patch(`contacts(${other})`, { cw_key: 'taken' });
    for (const { status, error } of [created, changed]) {
      expect([status, error?.code]).toEqual([412, '0x80060892']);
      expect(error?.message).toContain('Entity Key cw_contactkey violated.');
    }
  });

  it('binds nobody who has no value for it', async () => {
    const [one, other] = [await organization.contact(), await organization.contact()];
    for (const id of [one, other])
      expect((await organization.get(`contacts(${id})`)).json).toMatchObject({ cw_key: null });
  });

  it('is free again when its row has changed it or is gone', async () => {
    const first = await organization.contact({ cw_key: 'moving' });
    await organization.patch(`contacts(${first})`, { cw_key: 'moved' });
    const second = await organization.contact({ cw_key: 'moving' });
    await organization.delete(`contacts(${second})`);
    const third = await organization.contact({ cw_key: 'moving' });
    expect((await organization.get("contacts(cw_key='moving')")).json).toMatchObject({ contactid: third });
  });
});
