import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { multipart, writeBatchRequest } from '../../test/batch.js';
import { TestOrganization } from '../../test/organization.js';

describe('the page of a gateway', () => {
  let organization: TestOrganization;
  beforeAll(async () => void (organization = await TestOrganization.start()));
  beforeEach(() => organization.control('reset', {}));
  afterEach(() => organization.control('faults', {}));
  afterAll(() => organization.close());

  const create = () => organization.post('accounts', { name: 'A' });
  const stats = async () => (await organization.control('stats')).json;
  const requestsCharged = async () => {
    const usage = (await stats())['usage'] as Record<string, { requests: number }>;
    return Object.values(usage).map(({ requests }) => requests);
  };

  it.each([
    [502, 'Bad Gateway'],
    [503, 'Service Unavailable'],
    [504, 'Gateway Timeout'],
  ])('is HTML with the status %i, for what has not come through', async (status, title) => {
    await organization.control('faults', { [`html${status}`]: { count: 1 } });
    const reply = await create();
    expect([reply.status, reply.headers.get('content-type')]).toEqual([status, 'text/html']);
    expect(reply.text).toContain(`<html><head><title>${status} ${title}</title>`);
    expect(await stats()).toMatchObject({
      rows: { account: 0 },
      byMethodAndStatus: { POST: { [status]: 1 } },
    });
    expect(await requestsCharged()).toEqual([]);
    expect((await create()).status).toBe(204);
  });

  it.each([502, 503, 504])('%i comes after the write when it is done', async (status) => {
    await organization.control('faults', { [`html${status}`]: { count: 1, done: true } });
    const reply = await create();
    expect([reply.status, reply.text.startsWith('<html>')]).toEqual([status, true]);
    expect((await stats())['rows']).toMatchObject({ account: 1 });
    expect(await requestsCharged()).toEqual([1]);
  });

  it('done is nothing for what was never asked: a refused token has its answer', async () => {
    await organization.control('faults', { html504: { done: true } });
    expect((await organization.get('WhoAmI', { Authorization: 'Bearer none' })).status).toBe(401);
    expect((await organization.control('faults')).json).toMatchObject({ faults: [{ struck: 0 }] });
  });

  it('strikes a batch by the table of its first operation when it is done', async () => {
    const account = { method: 'POST', url: '/api/data/v9.2/accounts', body: { name: 'A' } };
    const batch = () =>
      organization.ask('POST', '$batch', { body: writeBatchRequest([account]), headers: multipart() });
    await organization.control('faults', { html504: { done: true, table: 'contact' } });
    expect((await batch()).status).toBe(200);
    await organization.control('faults', { html504: { done: true, table: 'account' } });
    expect((await batch()).status).toBe(504);
    expect((await stats())['rows']).toMatchObject({ account: 2 });
  });
});
