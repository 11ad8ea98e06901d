import { request as send } from 'node:http';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestOrganization } from '../../test/organization.js';

/** PAD/webapi/compose-http-requests-handle-errors.md, "Identify status codes"; perform-conditional-operations-using-web-api.md */
describe('methods and conditions', () => {
  let organization: TestOrganization;
  beforeAll(async () => void (organization = await TestOrganization.start()));
  afterAll(() => organization.close());

  /** Any method at all, which fetch does not send. */
  async function statusOf(
    method: string,
    path: string,
    headers: Record<string, string> = {},
  ): Promise<number> {
    const Authorization = `Bearer ${await organization.token()}`;
    return new Promise((resolve, reject) => {
      const asked = send(
        new URL(path, organization.root),
        { method, headers: { Authorization, ...headers } },
        (reply) => {
          reply.resume();
          resolve(reply.statusCode ?? 0);
        },
      );
      asked.on('error', reject).end();
    });
  }

  it.each([
    ['PATCH', 'accounts', 405],
    ['DELETE', 'accounts', 405],
    ['PUT', 'accounts', 405],
    ['PUT', `accounts(${randomUUID()})`, 405],
    ['POST', `accounts(${randomUUID()})`, 405],
    ['PROPFIND', 'accounts', 405],
    ['PURGE', `accounts(${randomUUID()})`, 405],
    ['HEAD', 'accounts', 200],
    ['HEAD', `accounts(${randomUUID()})`, 404],
    ['OPTIONS', 'accounts', 200],
  ])('%s %s: %d', async (method, path, status) => {
    expect(await statusOf(method, path)).toBe(status);
  });

  it('HEAD answers as GET does, without the body', async () => {
    const path = `contacts(${await organization.contact()})`;
    const [head, get] = [await organization.ask('HEAD', path), await organization.get(path)];
    expect(head.text).toBe('');
    for (const name of ['content-length', 'etag', 'content-type'])
      expect(head.headers.get(name)).toBe(get.headers.get(name));
  });

  it('refuses a body that is too large by its announced length', async () => {
    expect(await statusOf('POST', 'accounts', { 'Content-Length': String(200 * 1024 * 1024) })).toBe(413);
  });

  it.each([
    ['PATCH', true, { 'If-Match': '*' }, 204],
    ['PATCH', false, { 'If-Match': '*' }, 404],
    ['PATCH', true, { 'If-Match': 'W/"1"' }, 412],
    ['PATCH', false, { 'If-Match': 'W/"1"' }, 404],
    ['PATCH', true, { 'If-None-Match': '*' }, 412],
    ['PATCH', false, { 'If-None-Match': '*' }, 204],
    ['PATCH', true, { 'If-None-Match': 'null' }, 204],
    ['PATCH', false, { 'If-None-Match': 'null' }, 204],
    ['PATCH', true, { 'If-None-Match': 'W/"1"' }, 204],
    ['PATCH', true, { 'If-Match': '*', 'If-None-Match': '*' }, 412],
    ['PATCH', false, { 'If-Match': '*', 'If-None-Match': '*' }, 404],
    ['DELETE', true, { 'If-Match': '*' }, 204],
    ['DELETE', false, { 'If-Match': '*' }, 404],
    ['DELETE', true, { 'If-Match': 'W/"1"' }, 412],
    ['DELETE', true, { 'If-None-Match': 'null' }, 204],
    ['POST', false, { 'If-None-Match': 'null' }, 204],
  ])('%s of a row that is there (%s) under %j: %d', async (method, there, headers, status) => {
    const id = there ? await organization.contact() : randomUUID();
    const path = method === 'POST' ? 'contacts' : `contacts(${id})`;
    const body = method === 'DELETE' ? {} : { body: { lastname: 'B' } };
    const reply = await organization.ask(method, path, {
      ...body,
      headers: headers as Record<string, string>,
    });
    expect(reply.status).toBe(status);
  });

  it('the version that a client has seen is the one that it may change or delete', async () => {
    const path = `contacts(${await organization.contact()})`;
    const etag = async () => String((await organization.get(path)).json['@odata.etag']);
    const seen = await etag();
    expect((await organization.patch(path, { lastname: 'B' }, { 'If-None-Match': seen })).status).toBe(412);
    expect((await organization.patch(path, { lastname: 'B' }, { 'If-Match': seen })).status).toBe(204);
    expect((await organization.delete(path, { 'If-Match': seen })).status).toBe(412);
    expect((await organization.delete(path, { 'If-Match': await etag() })).status).toBe(204);
  });
});
