import axios from 'axios';
import { describe, expect, it } from 'vitest';
import { axiosTransport, UndiciConnections } from '#lib/http';
import { answerOf, loopbackServer, requestOf, scripted } from '#lib/http/testing';
import { memoryBudget } from '#lib/resilience';
import { ManualClock } from '#lib/resilience/testing';
import { contactTable } from '../tables/contact.table.js';
import { serviceProtectionPolicy } from '../connection/service-protection.policy.js';
import { batchAnswerOf, connectedClient, refusalOf } from '../testing.js';

const id = '0a0a0a0a-0000-0000-0000-000000000001';
const throttled = (code: string, retryAfter = '7') => ({
  ...refusalOf(429, code),
  headers: { 'retry-after': retryAfter },
});

/** One application user's budget and road, on a clock of the test. */
function user() {
  const clock = new ManualClock(0);
  const budget = memoryBudget({ limits: { requests: 20 }, margin: 1 }, clock);
  return { clock, budget, policy: serviceProtectionPolicy(budget, { clock, random: () => 0 }) };
}

describe('the limits of Dataverse', () => {
  it.each([
    ['0x80072322', 'requests'],
    ['0x80072321', 'executionTime'],
    ['0x80072326', 'concurrency'],
    ['0x8005f103', 'unknown'],
    ['-2147015902', 'unknown'],
    ['0x8007ffff', 'unknown'],
    ['', 'unknown'],
  ])(
    'check 1: the code "%s" of a 429 says %s, and Retry-After counts for all, in a batch, too',
    async (code, facet) => {
      const { budget, policy } = user();
      await policy.send(requestOf(), scripted(throttled(code)));
      expect(budget.snapshot()).toMatchObject({ blockedBy: facet, blockedUntil: 7_000 });
      const { budget: another, policy: ofBatches } = user();
      await ofBatches.send(requestOf(), scripted(batchAnswerOf(200, [throttled(code), answerOf(204)])));
      expect(another.snapshot()).toMatchObject({ blockedBy: facet, blockedUntil: 7_000 });
    },
  );

  it('check 2: Retry-After stops every call of the user, in every lane, and is not undercut', async () => {
    const { clock, policy } = user();
    await policy.send(requestOf(), scripted(throttled('0x80072322')));
    const transport = scripted(answerOf(200));
    const lanes = (['interactive', 'event', 'batch'] as const).map((lane) =>
      policy.send(requestOf({ lane }), transport),
    );
    await clock.advance(6_999);
    expect(transport.requests).toHaveLength(0);
    await clock.advance(1);
    expect(await Promise.all(lanes)).toHaveLength(3);
  });

  it.each([
    ['5999', '1,200.00', '48'],
    ['garbage', '', '-'],
    ['1e999', '1,2,3', 'NaN'],
  ])(
    'check 3: headers such as "%s", "%s", "%s" are hints, and never break nor steer a call',
    async (...values) => {
      const [requests = '', time = '', parallel = ''] = values;
      const headers = {
        'x-ms-ratelimit-burst-remaining-xrm-requests': requests,
        'x-ms-ratelimit-time-remaining-xrm-requests': time,
        'x-ms-dop-hint': parallel,
      };
      const { client, connection } = connectedClient(
        answerOf(200, { headers, body: `{"contactid":"${id}"}` }),
      );
      expect(await client.retrieve(contactTable, id)).toEqual({ id });
      expect(connection.health().budget).toMatchObject({
        used: { requests: 1 },
        limits: { requests: 6_000 },
      });
      expect(connection.health().budget.blockedUntil).toBeUndefined();
      await connection.close();
    },
  );

  it('check 3: a call bears the lack of every header', async () => {
    const { client, connection } = connectedClient(answerOf(200, { body: `{"contactid":"${id}"}` }));
    expect(await client.retrieve(contactTable, id)).toEqual({ id });
    expect(connection.health().hints).toBeUndefined();
    await connection.close();
  });

  it('check 4: no window of 300 seconds, wherever it begins, holds more requests than the limit', async () => {
    const { clock, policy } = user();
    const sentAt: number[] = [];
    const transport = scripted(() => {
      sentAt.push(clock.now());
      return answerOf(200);
    });
    for (let n = 0; n < 60; n += 1) void policy.send(requestOf(), transport);
    for (let second = 0; second < 900; second += 1) await clock.advance(1_000);
    const fullest = Math.max(
      ...sentAt.map((from) => sentAt.filter((at) => at >= from && at < from + 300_000).length),
    );
    expect([sentAt.length, fullest]).toEqual([60, 20]);
  });

  it('check 4: a cookie is never sent back, so that no server of several is stuck to', async () => {
    const cookies: unknown[] = [];
    const server = await loopbackServer((request, response) => {
      cookies.push(request.headers.cookie);
      response.setHeader('set-cookie', ['ARRAffinity=abc; path=/; HttpOnly']).end('{}');
    });
    const connections = new UndiciConnections({ closeTimeoutMs: 20 });
    const send = axiosTransport(axios.create({ adapter: connections.adapter }));
    for (let n = 0; n < 2; n += 1) await send(requestOf({ url: server.url }));
    await connections.close();
    await server.close();
    expect(cookies).toEqual([undefined, undefined]);
  });
});
