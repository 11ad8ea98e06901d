import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { AbortError, BudgetDeadlineError, CircuitBreaker } from '#lib/resilience';
import { circuitBreakerPolicy } from './circuit-breaker.policy.js';
import type { HttpResponse } from './http-call.js';
import { answerOf, requestOf, scripted } from './scripted-transport.js';
import { TotalTimeoutError, TransportError } from './transport-error.js';

const breakers: CircuitBreaker[] = [];
const openForMs = 30;

function circuit() {
  const breaker = new CircuitBreaker({ name: 'Dataverse', openForMs, minimumCalls: 3 });
  breakers.push(breaker);
  const policy = circuitBreakerPolicy(breaker);
  const send = (step: HttpResponse | Error) =>
    policy.send(requestOf(), scripted(step)).catch((error: unknown) => error as Error);
  const sendMany = async (step: HttpResponse | Error) => {
    for (let n = 0; n < 10; n += 1) await send(step);
    return breaker.state().state;
  };
  return { breaker, policy, send, sendMany };
}

const nothingLearned: [string, Error][] = [
  ['a caller that left', new AbortError('left')],
  ['a passed total timeout', new TotalTimeoutError(1_000)],
  ['a budget without room', new BudgetDeadlineError()],
  ['no token', Object.assign(new Error('no token'), { code: 'token-unavailable' })],
  ['a mistake of ours', new TypeError('no such column')],
];

describe('circuitBreakerPolicy', () => {
  afterEach(() => {
    for (const breaker of breakers.splice(0)) breaker.close();
  });

  it.each([500, 502, 503, 504, 408])('opens on too many answers with %d', async (status) => {
    expect(await circuit().sendMany(answerOf(status))).toBe('open');
  });

  it.each(['connection-refused', 'connection-reset', 'attempt-timeout'] as const)(
    'opens on %s',
    async (code) => {
      expect(await circuit().sendMany(new TransportError(code, 'unknown'))).toBe('open');
    },
  );

  it.each([200, 204, 400, 401, 403, 404, 412, 429, 501])(
    'takes %d for an answer, not an outage',
    async (status) => {
      expect(await circuit().sendMany(answerOf(status))).toBe('closed');
    },
  );

  it('takes an answer in parts for one, since its status is only that of a part', async () => {
    const headers = { 'content-type': 'multipart/mixed; boundary=b' };
    for (const status of [408, 500, 503])
      expect(await circuit().sendMany(answerOf(status, { headers }))).toBe('closed');
  });

  it('counts a 500 whatever its body says', async () => {
    const body = '{"error":{"code":"0x80040216","message":"An unexpected error occurred."}}';
    expect(await circuit().sendMany(answerOf(500, { body }))).toBe('open');
  });

  it.each(nothingLearned)('is not opened by %s', async (_, error) => {
    expect(await circuit().sendMany(error)).toBe('closed');
  });

  it.each(nothingLearned)('is not closed by %s when it is half open', async (_, error) => {
    const { breaker, send, sendMany } = circuit();
    await sendMany(answerOf(503));
    await sleep(openForMs + 20);
    await send(error);
    expect(breaker.state().state).toBe('half-open');
    await send(answerOf(429));
    expect(breaker.state().state).toBe('closed');
  });

  it('sends nothing while the circuit is open', async () => {
    const { policy, sendMany } = circuit();
    await sendMany(answerOf(503));
    const transport = scripted(answerOf(200));
    await expect(policy.send(requestOf(), transport)).rejects.toMatchObject({ code: 'circuit-open' });
    expect(transport.requests).toHaveLength(0);
  });
});
