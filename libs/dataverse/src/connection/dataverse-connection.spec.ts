import { describe, expect, it } from 'vitest';
import { answerOf, requestOf, scripted } from '#lib/http/testing';
import { ManualClock } from '#lib/resilience/testing';
import { DataverseConnection } from './dataverse-connection.js';

const url = 'https://contoso.crm4.dynamics.com';
const tokens = { getToken: async () => 'token' };
const minutes = 60_000;

describe('a connection', () => {
  it('waits by the clock that it is given, in every step of the road', async () => {
    const clock = new ManualClock();
    const throttled = answerOf(429, { headers: { 'retry-after': '120' } });
    const connection = new DataverseConnection(
      { url, tokens, clock, totalTimeoutMs: 10 * minutes, budget: { requests: 10 } },
      scripted(throttled, answerOf(204)),
    );
    let status: number | undefined;
    void connection.send(requestOf()).then((answer) => (status = answer.status));
    await clock.advance(2 * minutes - 1);
    expect(status).toBeUndefined();
    await clock.advance(minutes);
    expect(status).toBe(204);
    expect(connection.budget.snapshot().used.requests).toBe(2);
    await clock.advance(5 * minutes);
    expect(connection.budget.snapshot().used.requests).toBe(0);
    await connection.close();
  });
});
