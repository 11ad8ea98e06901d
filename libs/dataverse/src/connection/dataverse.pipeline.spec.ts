import { afterEach, describe, expect, it } from 'vitest';
import { TransportError } from '#lib/http';
import { answerOf, requestOf, scripted } from '#lib/http/testing';
import { CircuitBreaker, ExecutionEstimates, memoryBudget } from '#lib/resilience';
import { dataversePipeline, type DataversePipelineParts } from './dataverse.pipeline.js';

const breakers: CircuitBreaker[] = [];

afterEach(() => {
  for (const breaker of breakers.splice(0)) breaker.close();
});

function roadTo(transport: ReturnType<typeof scripted>, parts: Partial<DataversePipelineParts> = {}) {
  const breaker = new CircuitBreaker({ name: 'Dataverse', minimumCalls: 3 });
  breakers.push(breaker);
  const budget = memoryBudget();
  const asked: (boolean | undefined)[] = [];
  const send = dataversePipeline(
    {
      correlation: {},
      totalTimeoutMs: 5_000,
      retry: { maxAttempts: 3, baseMs: 1 },
      breaker,
      tokens: { getToken: async ({ renew } = {}) => `token ${asked.push(renew)}` },
      budget,
      // Nothing is set aside, so nothing is kept for a call whose end nobody knows.
      estimates: new ExecutionEstimates({ firstMs: 0, mostMs: 0 }),
      attemptTimeoutMs: 1_000,
      log: {},
      ...parts,
    },
    transport,
  );
  return { send, breaker, budget, asked };
}

describe('the road of a call to Dataverse', () => {
  it('signs each attempt and pays for it', async () => {
    const transport = scripted(answerOf(503), answerOf(503), answerOf(200));
    const { send, budget } = roadTo(transport);
    expect((await send(requestOf())).status).toBe(200);
    const tokens = transport.requests.map(({ headers }) => headers['authorization']);
    expect(tokens).toEqual(['Bearer token 1', 'Bearer token 2', 'Bearer token 3']);
    expect(budget.snapshot().used.requests).toBe(3);
  });

  it('keeps one correlation over all attempts', async () => {
    const transport = scripted(answerOf(503), answerOf(200));
    await roadTo(transport).send(requestOf());
    const ids = transport.requests.map(({ headers }) => headers['x-ms-correlation-id']);
    expect(new Set(ids).size).toBe(1);
  });

  it('repeats a 401 once with a new token', async () => {
    const transport = scripted(answerOf(401), answerOf(200));
    const { send, asked } = roadTo(transport);
    expect((await send(requestOf({ repeatable: false }))).status).toBe(200);
    expect(asked).toEqual([undefined, true]);
  });

  it('spends no budget, asks for no token and sends nothing while the circuit is open', async () => {
    const transport = scripted(new TransportError('connection-refused', 'not-sent'));
    const { send, budget, asked, breaker } = roadTo(transport);
    await send(requestOf()).catch(() => undefined);
    expect(breaker.state().state).toBe('open');
    const before = [transport.requests.length, asked.length, budget.snapshot().used.requests];
    await expect(send(requestOf())).rejects.toMatchObject({ code: 'circuit-open' });
    expect([transport.requests.length, asked.length, budget.snapshot().used.requests]).toEqual(before);
  });

  it('opens no circuit by 429s, however many, and pauses every caller', async () => {
    const transport = scripted(answerOf(429, { headers: { 'retry-after': '60' } }));
    const { send, breaker, budget } = roadTo(transport);
    expect((await send(requestOf())).status).toBe(429);
    for (let n = 0; n < 5; n += 1)
      await expect(send(requestOf())).rejects.toMatchObject({ code: 'budget-deadline' });
    expect([transport.requests.length, breaker.state().state]).toEqual([1, 'closed']);
    expect(budget.snapshot().blockedUntil).toBeGreaterThan(Date.now() + 55_000);
  });

  it('opens no circuit for want of tokens, and takes no budget', async () => {
    const noToken = Object.assign(new Error('no token'), { code: 'token-unavailable' });
    const tokens = { getToken: () => Promise.reject(noToken) };
    const transport = scripted(answerOf(200));
    const { send, breaker, budget } = roadTo(transport, { tokens });
    for (let n = 0; n < 3; n += 1) await expect(send(requestOf())).rejects.toBe(noToken);
    expect([breaker.state().state, budget.snapshot().used.requests, transport.requests.length]).toEqual([
      'closed',
      0,
      0,
    ]);
  });

  it('opens the circuit when Dataverse is silent, and gives every permit back', async () => {
    const transport = scripted(() => new Promise(() => undefined));
    const { send, breaker, budget } = roadTo(transport, { attemptTimeoutMs: 20 });
    await expect(send(requestOf())).rejects.toMatchObject({ code: 'attempt-timeout' });
    expect([breaker.state().state, budget.snapshot().inFlight]).toEqual(['open', 0]);
  });

  it('repeats a database without time, when that is safe', async () => {
    const busy = answerOf(500, { body: '{"error":{"code":"0x80044151","message":"SQL timeout"}}' });
    expect((await roadTo(scripted(busy, answerOf(204))).send(requestOf())).status).toBe(204);
    expect((await roadTo(scripted(busy, answerOf(204))).send(requestOf({ repeatable: false }))).status).toBe(
      500,
    );
  });

  it('ends all of it when the caller leaves: nothing is counted, nothing stays in flight', async () => {
    const caller = new AbortController();
    const transport = scripted(() => {
      caller.abort(new Error('left'));
      return new Promise(() => undefined);
    });
    const { send, breaker, budget } = roadTo(transport);
    await expect(send(requestOf({ signal: caller.signal }))).rejects.toThrow('left');
    await new Promise(setImmediate);
    expect([transport.requests.length, breaker.state().state, budget.snapshot().inFlight]).toEqual([
      1,
      'closed',
      0,
    ]);
  });
});
