import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestOrganization } from '../../test/organization.js';

/** PAD/webapi/update-delete-entities-using-web-api.md, "Basic delete". */
describe('DELETE of a row', () => {
  let organization: TestOrganization;
  beforeAll(async () => void (organization = await TestOrganization.start()));
  afterAll(() => organization.close());

  it('takes it away, and does not find it a second time', async () => {
    const id = await organization.contact();
    expect((await organization.delete(`contacts(${id})`)).status).toBe(204);
    expect((await organization.get(`contacts(${id})`)).status).toBe(404);
    expect((await organization.delete(`contacts(${id})`)).error?.code).toBe('0x80040217');
  });

  it('takes it away by its alternate key', async () => {
    await organization.contact({ cw_key: 'gone' });
    expect((await organization.delete("contacts(cw_key='gone')")).status).toBe(204);
    expect((await organization.delete("contacts(cw_key='gone')")).error?.code).toBe('0x80060891');
  });

  it('keeps a row of another version than the client has seen', async () => {
    const id = await organization.contact();
    expect((await organization.delete(`contacts(${id})`, { 'If-Match': 'W/"1"' })).error?.code).toBe(
      '0x80060882',
    );
    expect((await organization.get(`contacts(${id})`)).status).toBe(200);
  });
});
