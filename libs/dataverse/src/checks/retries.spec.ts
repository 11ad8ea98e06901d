import { afterEach, describe, expect, it } from 'vitest';
import { type HttpResponse, TransportError } from '#lib/http';
import { answerOf } from '#lib/http/testing';
import { contactTable } from '../tables/contact.table.js';
import { connectedClient, refusalOf } from '../testing.js';

const id = '0a0a0a0a-0000-0000-0000-000000000001';
const key = 'ab'.repeat(32);
const done = answerOf(204, { headers: { 'odata-entityid': `x(${id})` } });
const lost = new TransportError('connection-reset', 'unknown');
const late = new TransportError('attempt-timeout', 'unknown');
const refused = new TransportError('connection-refused', 'not-sent');
const throttled = { ...refusalOf(429, '0x80072322'), headers: { 'retry-after': '0' } };
const busy = refusalOf(500, '0x80044151');

const cleanUp: (() => void)[] = [];

function connected(...steps: Parameters<typeof connectedClient>) {
  const road = connectedClient(...steps);
  cleanUp.push(() => road.connection.close());
  return road;
}

/** How often a call was sent whose first answer is this. */
async function timesSent(
  first: HttpResponse | Error,
  call: (client: ReturnType<typeof connected>['client']) => Promise<unknown>,
) {
  const { client, requests } = connected(first, done);
  await call(client).catch(() => undefined);
  return requests.length;
}

afterEach(() => {
  for (const each of cleanUp.splice(0)) each();
});

describe('repeating', () => {
  const passing: [string, HttpResponse | Error][] = [
    ['408', answerOf(408)],
    ['502', answerOf(502, { body: '<html>' })],
    ['503', answerOf(503, { body: '<html>' })],
    ['504', answerOf(504)],
    ['a database without time', busy],
    ['a connection that was cut', lost],
    ['an attempt without an answer', late],
  ];

  it.each(passing)('check 14: what can be done twice is sent again after %s', async (_, first) => {
    expect(await timesSent(first, (client) => client.update(contactTable, id, {}))).toBe(2);
    expect(await timesSent(first, (client) => client.upsert(contactTable, { key }, {}))).toBe(2);
    expect(await timesSent(first, (client) => client.create(contactTable, {}, { id }))).toBe(2);
    expect(await timesSent(first, (client) => client.delete(contactTable, id))).toBe(2);
  });

  it.each(passing)('check 14: a row without a GUID of ours is not sent again after %s', async (_, first) => {
    expect(await timesSent(first, (client) => client.create(contactTable, {}))).toBe(1);
    expect(await timesSent(first, (client) => client.execute({ kind: 'action', name: 'A' }))).toBe(1);
    expect(await timesSent(first, (client) => client.closeCase(id, { subject: 'a' }))).toBe(1);
    expect(await timesSent(first, (client) => client.update(contactTable, id, {}, { etag: 'W/"1"' }))).toBe(
      1,
    );
  });

  it.each([
    ['429', throttled],
    ['a refused connection', refused],
  ])('check 14: what was certainly not done is sent again, whatever it is, after %s', async (_, first) => {
    expect(await timesSent(first, (client) => client.create(contactTable, {}))).toBe(2);
  });

  it('check 14: a 401 is sent again once, with a new token, and never in a loop', async () => {
    const { client, requests } = connected(answerOf(401));
    await expect(client.create(contactTable, {})).rejects.toMatchObject({ code: 'not-authenticated' });
    expect(requests.map(({ headers }) => headers.authorization)).toEqual(['Bearer token', 'Bearer token-2']);
  });

  it.each([
    [400, '0x80040203'],
    [403, '0x80040220'],
    [404, '0x80040217'],
    [405, '0x80040227'],
    [412, '0x80060882'],
    [413, '0x0'],
    [500, '0x80040216'],
    [501, '0x8006088a'],
  ])('check 14: a refusal is final: %d %s', async (status, code) => {
    expect(await timesSent(refusalOf(status, code), (client) => client.update(contactTable, id, {}))).toBe(1);
  });

  it('check 14: a duplicate on the repeat of a lost reply is the success of the first', async () => {
    const ours = answerOf(200, { body: JSON.stringify({ contactid: id, cw_key: key }) });
    const { client, said } = connected(lost, refusalOf(412, '0x80040237'), ours);
    const result = await client.createOnce(contactTable, { key }, { id });
    expect(result).toEqual({ outcome: 'already-there', row: { id, key } });
    expect(said().map(({ method }) => method)).toEqual(['POST', 'POST', 'GET']);
  });

  it('check 14: a row that is gone on the repeat of a lost delete was deleted', async () => {
    const { client, requests } = connected(lost, refusalOf(404, '0x80040217'));
    expect(await client.delete(contactTable, id)).toBe('not-there');
    expect(requests).toHaveLength(2);
  });
});
