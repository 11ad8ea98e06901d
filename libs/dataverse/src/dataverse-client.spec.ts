import type { IncomingMessage } from 'node:http';
import axios from 'axios';
import { afterEach, describe, expect, it } from 'vitest';
import { axiosTransport, UndiciConnections } from '#lib/http';
import { loopbackServer } from '#lib/http/testing';
import { contactTable } from './tables/contact.table.js';
import { DataverseClient } from './dataverse-client.js';
import { DataverseConnection } from './connection/dataverse-connection.js';
import { eq } from './query/comparison.js';
import { and } from './query/filter.js';
import { rowOf } from './table-map/row-address.js';
import { incidentTable } from './tables/incident.table.js';

interface Seen {
  method: string | undefined;
  url: string;
  headers: IncomingMessage['headers'];
  body: Record<string, unknown> | undefined;
}

interface Answer {
  status: number;
  headers?: Record<string, string>;
  body?: unknown;
  /** Cut the connection instead, as if the reply were lost. */
  lost?: boolean;
}

const cleanUp: (() => unknown)[] = [];
const id = '0a0a0a0a-0000-0000-0000-000000000001';
const key = 'ab'.repeat(32);
const customer = rowOf(contactTable, { key });

/** A client over the whole road, against a server that answers in turn. */
async function clientOf(...answers: [Answer, ...Answer[]]) {
  const seen: Seen[] = [];
  const server = await loopbackServer(async (request, response) => {
    const text = Buffer.concat(await request.toArray()).toString();
    const body = text ? (JSON.parse(text) as Record<string, unknown>) : undefined;
    seen.push({
      method: request.method,
      url: decodeURIComponent(request.url ?? ''),
      headers: request.headers,
      body,
    });
    const answer = answers[Math.min(seen.length, answers.length) - 1] as Answer;
    if (answer.lost) return request.socket.destroy();
    const payload = typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body);
    return response.writeHead(answer.status, answer.headers).end(payload?.replaceAll('{server}', server.url));
  });
  const connections = new UndiciConnections({ closeTimeoutMs: 20 });
  const connection = new DataverseConnection(
    { url: server.url, tokens: { getToken: async () => 'token' }, retry: { baseMs: 1 } },
    axiosTransport(axios.create({ adapter: connections.adapter })),
  );
  cleanUp.push(
    () => connection.close(),
    () => connections.close(),
    () => server.close(),
  );
  return { client: new DataverseClient(`${server.url}/`, connection.send), seen };
}

const refusal = (status: number, code: string): Answer => ({
  status,
  body: { error: { code, message: 'Some text' } },
});
const created: Answer = {
  status: 204,
  headers: { 'odata-entityid': `http://x/api/data/v9.2/incidents(${id})` },
};

afterEach(async () => {
  for (const each of cleanUp.splice(0)) await each();
});

describe('DataverseClient', () => {
  it('says who we are, with the standard headers', async () => {
    const body = { UserId: 'u', OrganizationId: 'o', BusinessUnitId: 'b' };
    const { client, seen } = await clientOf({ status: 200, body });
    expect(await client.whoAmI()).toEqual({ userId: 'u', organizationId: 'o', businessUnitId: 'b' });
    expect(seen[0]).toMatchObject({ method: 'GET', url: '/api/data/v9.2/WhoAmI' });
    expect(seen[0]?.headers).toMatchObject({
      accept: 'application/json',
      authorization: 'Bearer token',
      'odata-version': '4.0',
      'odata-maxversion': '4.0',
      'if-none-match': 'null',
      'x-causeway-lane': 'interactive',
    });
  });

  it('tells the lane of a call', async () => {
    const { client, seen } = await clientOf({ status: 200, body: {} });
    await client.whoAmI({ lane: 'batch' });
    expect(seen[0]?.headers['x-causeway-lane']).toBe('batch');
  });
});

describe('DataverseClient.create', () => {
  it('posts the row with our GUID', async () => {
    const { client, seen } = await clientOf(created);
    expect(await client.create(incidentTable, { customer, title: 'Ü', origin: 'web' }, { id })).toEqual({
      id,
    });
    expect(seen[0]).toMatchObject({
      method: 'POST',
      url: '/api/data/v9.2/incidents',
      body: {
        incidentid: id,
        title: 'Ü',
        caseorigincode: 3,
        'customerid_contact@odata.bind': `/contacts(cw_key='${key}')`,
      },
    });
    expect(seen[0]?.headers).toMatchObject({ 'content-type': 'application/json; charset=utf-8' });
    expect(seen[0]?.headers).not.toHaveProperty('prefer');
  });

  it('learns the GUID that Dataverse chose', async () => {
    const { client } = await clientOf(created);
    expect(await client.create(incidentTable, { customer })).toEqual({ id });
  });

  it('answers with the columns that are asked for', async () => {
    const { client, seen } = await clientOf({ status: 201, body: { incidentid: id, ticketnumber: 'CAS-1' } });
    const row = await client.create(incidentTable, { customer }, { id, return: ['ticketNumber'] });
    expect(row).toEqual({ id, ticketNumber: 'CAS-1' });
    expect(seen[0]).toMatchObject({ url: '/api/data/v9.2/incidents?$select=incidentid,ticketnumber' });
    expect(seen[0]?.headers['prefer']).toBe('return=representation');
  });

  it('reads the columns when the answer lacks them in spite of the wish', async () => {
    const read = { status: 200, body: { incidentid: id, ticketnumber: 'CAS-1' } };
    const { client, seen } = await clientOf(created, read);
    const row = await client.create(incidentTable, { customer }, { return: ['ticketNumber'] });
    expect(row).toEqual({ id, ticketNumber: 'CAS-1' });
    expect(seen[1]).toMatchObject({
      method: 'GET',
      url: `/api/data/v9.2/incidents(${id})?$select=incidentid,ticketnumber`,
    });
  });

  it('does not give the row up when it cannot be read yet', async () => {
    const { client } = await clientOf(created, refusal(404, '0x80040217'));
    const creating = client.create(incidentTable, { customer }, { id, return: ['ticketNumber'] });
    await expect(creating).rejects.toMatchObject({ code: 'unexpected-answer', retry: 'after-wait' });
  });

  it('is repeated after a lost reply when the GUID is ours; a row that is there then is a duplicate, not a success', async () => {
    const { client, seen } = await clientOf({ status: 0, lost: true }, refusal(412, '0x80040237'));
    const creating = client.create(incidentTable, { customer }, { id });
    await expect(creating).rejects.toMatchObject({
      name: 'DataverseError',
      code: 'duplicate-row',
      retry: 'never',
    });
    expect(seen).toHaveLength(2);
    expect(seen[0]?.body).toEqual(seen[1]?.body);
  });

  it('is not repeated after a lost reply when Dataverse chose the GUID', async () => {
    const { client, seen } = await clientOf({ status: 0, lost: true }, created);
    await expect(client.create(incidentTable, { customer })).rejects.toMatchObject({ outcome: 'unknown' });
    expect(seen).toHaveLength(1);
  });

  it.each([200, 202, 302])('does not take %d for "created"', async (status) => {
    const { client } = await clientOf({ status, body: '<html>Log in</html>' });
    await expect(client.create(incidentTable, { customer }, { id })).rejects.toMatchObject({
      code: 'unexpected-answer',
      retry: 'after-wait',
    });
  });

  it('does not take a page of HTML for a row', async () => {
    const { client } = await clientOf({ status: 201, body: '<html>Log in</html>' });
    const creating = client.create(incidentTable, { customer }, { id, return: ['title'] });
    await expect(creating).rejects.toMatchObject({ code: 'unexpected-answer' });
  });

  it('refuses an id that is no GUID before anything is sent', async () => {
    const { client, seen } = await clientOf(created);
    await expect(client.create(incidentTable, { customer }, { id: 'x' })).rejects.toThrow(TypeError);
    expect(seen).toHaveLength(0);
  });
});

describe('DataverseClient.createOnce', () => {
  const row = { customer, key };
  const ours = { status: 200, body: { incidentid: id, cw_key: key, ticketnumber: 'CAS-1' } };

  it('creates', async () => {
    const { client } = await clientOf({ status: 201, body: { incidentid: id, ticketnumber: 'CAS-1' } });
    const result = await client.createOnce(incidentTable, row, { id, return: ['ticketNumber'] });
    expect(result).toEqual({ outcome: 'created', row: { id, ticketNumber: 'CAS-1' } });
  });

  it('reads the row that a lost reply had created', async () => {
    const { client, seen } = await clientOf({ status: 0, lost: true }, refusal(412, '0x80040237'), ours);
    const result = await client.createOnce(incidentTable, row, { id, return: ['ticketNumber'] });
    expect(result).toMatchObject({ outcome: 'already-there', row: { id, ticketNumber: 'CAS-1' } });
    expect(seen[2]).toMatchObject({
      method: 'GET',
      url: `/api/data/v9.2/incidents(${id})?$select=incidentid,ticketnumber,cw_key`,
    });
  });

  it('finds by its key a row that another GUID was chosen for', async () => {
    const other = id.replace('0a', '0b');
    const { client, seen } = await clientOf(refusal(412, '0x80060892'), {
      status: 200,
      body: { ...ours.body, incidentid: other },
    });
    const result = await client.createOnce(incidentTable, row, { id, return: ['ticketNumber'] });
    expect(result).toMatchObject({ outcome: 'already-there', row: { id: other } });
    expect(seen[1]?.url).toContain(`incidents(cw_key='${key}')`);
  });

  it('does not take a row with another key for ours, nor one that cannot be read', async () => {
    const foreign = { status: 200, body: { incidentid: id, cw_key: 'cd'.repeat(32) } };
    for (const found of [foreign, refusal(404, '0x80040217')]) {
      const { client } = await clientOf(refusal(412, '0x80040237'), found);
      await expect(client.createOnce(incidentTable, row, { id })).rejects.toMatchObject({
        code: 'duplicate-row',
      });
    }
  });

  it('leaves every other refusal as it is', async () => {
    const { client, seen } = await clientOf(refusal(400, '0x80044331'));
    await expect(client.createOnce(incidentTable, row, { id })).rejects.toMatchObject({
      code: 'text-too-long',
    });
    expect(seen).toHaveLength(1);
  });
});

describe('DataverseClient.retrieve', () => {
  it('reads by GUID and by key', async () => {
    const { client, seen } = await clientOf({
      status: 200,
      body: { contactid: id, emailaddress1: 'm@example.org' },
    });
    expect(await client.retrieve(contactTable, { key }, { select: ['email'] })).toEqual({
      id,
      email: 'm@example.org',
    });
    await client.retrieve(contactTable, id);
    expect(seen.map(({ url }) => url)).toEqual([
      `/api/data/v9.2/contacts(cw_key='${key}')?$select=contactid,emailaddress1`,
      `/api/data/v9.2/contacts(${id})?$select=contactid`,
    ]);
  });

  it.each(['0x80040217', '0x80060891'])('knows no row when Dataverse says %s', async (code) => {
    const { client } = await clientOf(refusal(404, code));
    expect(await client.retrieve(contactTable, id)).toBeUndefined();
  });

  it('does not take a wrong address for a missing row', async () => {
    for (const answer of [refusal(404, '0x8006088a'), { status: 404, body: '<html>' }]) {
      const { client } = await clientOf(answer);
      await expect(client.retrieve(contactTable, id)).rejects.toMatchObject({ code: 'unknown-resource' });
    }
  });
});

describe('DataverseClient.update', () => {
  it('changes a row that is there, never creates one', async () => {
    const { client, seen } = await clientOf({ status: 204 });
    await client.update(contactTable, id, { phone: null });
    expect(seen[0]).toMatchObject({
      method: 'PATCH',
      url: `/api/data/v9.2/contacts(${id})`,
      body: { telephone1: null },
    });
    expect(seen[0]?.headers['if-match']).toBe('*');
  });

  it('says that the row is not there', async () => {
    const { client } = await clientOf(refusal(404, '0x80040217'));
    await expect(client.update(contactTable, id, {})).rejects.toMatchObject({ code: 'row-not-found' });
  });

  it('changes only the version that was read, and is not repeated then', async () => {
    const { client, seen } = await clientOf({ status: 0, lost: true }, { status: 204 });
    const updating = client.update(contactTable, id, { phone: '1' }, { etag: 'W/"1"' });
    await expect(updating).rejects.toMatchObject({ outcome: 'unknown' });
    expect(seen.map(({ headers }) => headers['if-match'])).toEqual(['W/"1"']);
  });
});

describe('DataverseClient.upsert', () => {
  it('cannot say which it was when no columns are asked for', async () => {
    const { client, seen } = await clientOf({ status: 204 });
    expect(await client.upsert(contactTable, { key }, { lastName: 'Smith' })).toEqual({ outcome: 'unknown' });
    expect(seen[0]).toMatchObject({ method: 'PATCH', body: { lastname: 'Smith' } });
    expect(seen[0]?.headers).not.toHaveProperty('if-match');
  });

  it.each([
    [201, 'created'],
    [200, 'updated'],
  ])('takes %d for "%s"', async (status, outcome) => {
    const { client, seen } = await clientOf({ status, body: { contactid: id } });
    const result = await client.upsert(contactTable, { key }, {}, { return: ['phone'] });
    expect(result).toEqual({ outcome, row: { id } });
    expect(seen[0]?.url).toContain('?$select=contactid,telephone1');
  });
});

describe('DataverseClient.query', () => {
  const page = (row: string, next?: string): Answer => ({
    status: 200,
    body: { value: [{ incidentid: row, title: row }], ...(next && { '@odata.nextLink': next }) },
  });
  const titles = async (client: DataverseClient, options = {}) => {
    const found: unknown[] = [];
    for await (const row of client.query(incidentTable, { select: ['title'], ...options }))
      found.push(row.title);
    return found;
  };

  it('asks for the columns and rows, and follows the links as they are, with the same page size', async () => {
    const next =
      '{server}/api/data/v9.2/incidents?$select=title&$skiptoken=%3Ccookie%20pagenumber=%222%22%3E';
    const { client, seen } = await clientOf(page('a', next), page('b'));
    const filter = and(eq(incidentTable, 'key', key), eq(incidentTable, 'title', "O'Brien"));
    expect(await titles(client, { filter, pageSize: 1 })).toEqual(['a', 'b']);
    expect(seen.map(({ url }) => url)).toEqual([
      `/api/data/v9.2/incidents?$select=incidentid,title&$filter=cw_key eq '${key}' and title eq 'O''Brien'`,
      '/api/data/v9.2/incidents?$select=title&$skiptoken=<cookie pagenumber="2">',
    ]);
    expect(seen.map(({ headers }) => headers['prefer'])).toEqual([
      'odata.maxpagesize=1',
      'odata.maxpagesize=1',
    ]);
  });

  it('asks for a page only when it is needed', async () => {
    const { client, seen } = await clientOf(
      page('a', '{server}/api/data/v9.2/incidents?$skiptoken=2'),
      page('b'),
    );
    for await (const row of client.query(incidentTable, { select: ['title'] })) {
      expect(row.title).toBe('a');
      break;
    }
    expect(seen).toHaveLength(1);
  });

  it('carries the token to no other host', async () => {
    const { client } = await clientOf(
      page('a', 'http://elsewhere.test/api/data/v9.2/incidents?$skiptoken=2'),
    );
    await expect(titles(client)).rejects.toThrow('out of this environment');
  });
});
