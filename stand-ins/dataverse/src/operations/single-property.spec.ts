import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestOrganization } from '../../test/organization.js';

/** PAD/webapi/update-delete-entities-using-web-api.md, "Update a single property value" and "Delete a single property value". */
describe('a single property', () => {
  let organization: TestOrganization;
  let id: string;
  beforeAll(async () => {
    organization = await TestOrganization.start();
    id = await organization.insert('accounts', 'accountid', { name: 'A', description: 'D' });
  });
  afterAll(() => organization.close());

  const ask = (method: string, property: string, body?: unknown, headers: Record<string, string> = {}) =>
    organization.ask(method, `accounts(${id})/${property}`, { ...(body !== undefined && { body }), headers });

  it('is changed by PUT and emptied by DELETE, each with 204 and nothing more', async () => {
    const put = await ask('PUT', 'name', { value: 'Updated Sample Account Name' });
    const removed = await ask('DELETE', 'description');
    expect([put.status, put.text, removed.status, removed.text]).toEqual([204, '', 204, '']);
    expect((await organization.get(`accounts(${id})`)).json).toMatchObject({
      name: 'Updated Sample Account Name',
      description: null,
    });
  });

  it('is changed only in the version that the client has seen', async () => {
    expect((await ask('PUT', 'name', { value: 'B' }, { 'If-Match': 'W/"1"' })).error?.code).toBe(
      '0x80060882',
    );
  });

  it('never creates a row', async () => {
    const reply = await organization.ask('PUT', `accounts(${randomUUID()})/name`, { body: { value: 'A' } });
    expect([reply.status, reply.error?.code]).toEqual([404, '0x80040217']);
  });

  it.each([
    ['PUT', 'name', { value: 'x'.repeat(161) }, 400, '0x80044331'],
    ['PUT', 'name', { value: 5 }, 400, '0x0'],
    ['PUT', 'name', {}, 400, '0x80048d19'],
    ['PUT', 'name', undefined, 400, '0x80048d19'],
    ['PUT', 'nosuchproperty', { value: 1 }, 404, '0x8006088a'],
    ['PUT', 'primarycontactid', { value: 1 }, 405, '0x8006088a'],
    ['DELETE', 'primarycontactid', undefined, 405, '0x8006088a'],
    ['PATCH', 'name', { value: 'A' }, 405, '0x8006088a'],
    ['POST', 'name', { value: 'A' }, 405, '0x8006088a'],
  ])('refuses %s %s %j with %d', async (method, property, body, status, code) => {
    const reply = await ask(method, property, body);
    expect([reply.status, reply.error?.code]).toEqual([status, code]);
  });
});
