import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { APPLICATION, applicationUsers, TestOrganization } from '../../test/organization.js';
import { startDataverseStandIn } from '../index.js';

const auth = { kind: 'webhookKey' as const, value: 'a-secret' };
const url = 'http://127.0.0.1:1/events';

describe('registering for webhooks', () => {
  let organization: TestOrganization;
  beforeAll(async () => void (organization = await TestOrganization.start()));
  afterAll(() => organization.close());

  it.each([
    'http://127.0.0.1:1/',
    'http://127.8.9.10:1/path?query=1',
    'http://[::1]:1/',
    'http://localhost:1/',
  ])('takes a receiver on this machine: %s', async (one) => {
    expect((await organization.control('webhooks', [{ url: one, auth }])).status).toBe(200);
  });

  it.each([
    'http://example.com/',
    'http://10.0.0.1/',
    'http://0.0.0.0:1/',
    'http://127.0.0.1.example.com/',
    'http://127.0.0.1@example.com/',
    'https://127.0.0.1:1/',
    'file:///etc/hosts',
    'somewhere',
  ])('refuses one elsewhere: %s', async (one) => {
    const { status, json } = await organization.control('webhooks', [{ url: one, auth }]);
    expect([status, json['error']]).toEqual([400, expect.stringContaining('webhooks.0.url: ')]);
  });

  it.each([
    [{ tables: ['nothing'] }, 'webhooks.0.tables.0: there is no table nothing; there are account, '],
    [
      { tables: ['contact'], filteringAttributes: ['title'] },
      'webhooks.0.filteringAttributes.0: the table contact has no column title; it has ',
    ],
    [{ postImage: ['title'] }, 'webhooks.0.postImage.0: columns need the tables that they belong to'],
  ])('refuses what could never be told: %j', async (wishes, words) => {
    const { status, json } = await organization.control('webhooks', [{ url, auth, ...wishes }]);
    expect([status, json['error']]).toEqual([400, expect.stringContaining(words)]);
  });

  it.each([undefined, null, { kind: 'password', value: 'x' }])(
    'says which ways there are to be known by: %j',
    async (wrong) => {
      const { status, json } = await organization.control('webhooks', [{ url, auth: wrong }]);
      const words = /^webhooks\.0\.auth(\.kind)?: is one of {"kind": "webhookKey", /;
      expect([status, json['error']]).toEqual([400, expect.stringMatching(words)]);
    },
  );

  it('refuses a synchronous webhook loudly', async () => {
    const reply = await organization.control('webhooks', [{ url, auth, mode: 'synchronous' }]);
    expect([reply.status, reply.json['error']]).toEqual([
      501,
      expect.stringContaining('does not implement webhooks that are called before the commit'),
    ]);
  });

  it('leaves those who were told as they were, when it is refused', async () => {
    await organization.control('webhooks', [{ name: 'kept', url, auth }]);
    await organization.control('webhooks', [{ name: 'refused', url: 'http://example.com/', auth }]);
    expect((await organization.control('webhooks')).json).toMatchObject({ webhooks: [{ name: 'kept' }] });
  });

  it('shows who is told, and no secret', async () => {
    await organization.control('webhooks', [{ name: 'events', url, auth, tables: ['contact'] }]);
    const { json, text } = await organization.control('webhooks');
    expect(json).toEqual({
      webhooks: [
        {
          id: expect.any(String),
          name: 'events',
          url,
          auth: { kind: 'webhookKey' },
          tables: ['contact'],
          messages: ['Create', 'Update', 'Delete'],
          mode: 'asynchronous',
        },
      ],
      faults: [],
    });
    expect(text).not.toContain('a-secret');
  });

  it('is possible from the start, and refused in words', async () => {
    const tokens = { jwksUri: 'http://127.0.0.1:1/keys', tenantId: APPLICATION };
    const starting = startDataverseStandIn({
      tokens,
      applicationUsers,
      webhooks: [{ url: 'http://example.com/', auth }],
    });
    await expect(starting).rejects.toThrow(/^The webhooks cannot be registered: webhooks\.0\.url: must be/);
  });
});
