import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { TestOrganization } from '../../test/organization.js';

describe('a storm of 429s', () => {
  let organization: TestOrganization;
  beforeAll(async () => void (organization = await TestOrganization.start()));
  beforeEach(() => organization.control('reset', {}));
  afterEach(() => organization.control('faults', {}));
  afterAll(() => organization.close());

  const ask = async (storm: unknown) => {
    await organization.control('faults', { throttleStorm: storm });
    const { status, error, headers } = await organization.post('accounts', { name: 'A' });
    return { status, ...error, retryAfter: headers.get('retry-after') };
  };

  it('refuses in the words of the number of requests, for a second', async () => {
    expect(await ask(true)).toEqual({
      status: 429,
      code: '0x80072322',
      message: 'Number of requests exceeded the limit of 6000 over time window of 300 seconds.',
      retryAfter: '1',
    });
  });

  it.each([
    ['requests', '0x80072322', 'Number of requests exceeded'],
    [
      'executionTime',
      '0x80072321',
      'Combined execution time of incoming requests exceeded limit of 1,200,000  ',
    ],
    ['concurrency', '0x80072326', 'Number of concurrent requests exceeded the limit of 52.'],
  ])('has the code and the words of %s', async (facet, code, words) => {
    expect(await ask({ facet, retryAfter: 30 })).toEqual({
      status: 429,
      code,
      message: expect.stringContaining(words) as string,
      retryAfter: '30',
    });
  });

  it('may not say how long to wait', async () => {
    expect(await ask({ retryAfter: false })).toMatchObject({ status: 429, retryAfter: null });
    expect(await ask({ retryAfter: 0 })).toMatchObject({ status: 429, retryAfter: '0' });
  });

  it('writes nothing, counts as throttled, and is charged to nobody', async () => {
    await ask({ count: 1 });
    const { json } = await organization.control('stats');
    expect(json).toMatchObject({ throttled: 1, rows: { account: 0 }, usage: {}, faults: [{ struck: 1 }] });
    expect((await organization.post('accounts', { name: 'A' })).status).toBe(204);
  });

  it('strikes one lane', async () => {
    await organization.control('faults', { throttleStorm: { lane: 'batch' } });
    expect((await organization.get('WhoAmI', { 'x-causeway-lane': 'batch' })).status).toBe(429);
    expect((await organization.get('WhoAmI')).status).toBe(200);
  });
});
