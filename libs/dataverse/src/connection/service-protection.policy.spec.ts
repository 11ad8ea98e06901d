import { describe, expect, it } from 'vitest';
import { type HttpRequest, type HttpResponse, TransportError } from '#lib/http';
import { answerOf, requestOf, scripted } from '#lib/http/testing';
import { AbortError, ExecutionEstimates, memoryBudget } from '#lib/resilience';
import { ManualClock } from '#lib/resilience/testing';
import { batchAnswerOf } from '../testing.js';
import { serviceProtectionPolicy } from './service-protection.policy.js';

function setUp(random = () => 0) {
  const clock = new ManualClock(0);
  const budget = memoryBudget({}, clock);
  const estimates = new ExecutionEstimates({ clock });
  const policy = serviceProtectionPolicy(budget, { estimates, clock, random });
  const send = (step: HttpResponse | Error, request: Partial<HttpRequest> = {}) =>
    policy.send(requestOf(request), scripted(step)).catch((error: unknown) => error);
  return { clock, budget, estimates, policy, send };
}

const throttled = (code: string, headers: Record<string, string> = { 'retry-after': '7' }) =>
  answerOf(429, { headers, body: JSON.stringify({ error: { code, message: '' } }) });

describe('serviceProtectionPolicy', () => {
  it('settles with the time that the transport measured', async () => {
    const { budget, send } = setUp();
    await send(answerOf(200, { durationMs: 1_234 }));
    expect(budget.snapshot()).toMatchObject({ inFlight: 0, used: { requests: 1, executionMs: 1_234 } });
  });

  it('counts a 429 as a request that was paid', async () => {
    const { budget, send } = setUp();
    await send({ ...throttled('0x80072322'), durationMs: 3 });
    expect(budget.snapshot()).toMatchObject({ inFlight: 0, used: { requests: 1, executionMs: 3 } });
  });

  it('settles when there is no answer, since Dataverse may have worked for it', async () => {
    const { budget, send } = setUp();
    await send(new TransportError('attempt-timeout', 'unknown', { durationMs: 20_000 }));
    expect(budget.snapshot()).toMatchObject({ inFlight: 0, used: { requests: 1, executionMs: 20_000 } });
  });

  it('keeps the permit of a caller that has left for as long as such a call takes', async () => {
    const { budget, clock, estimates, send } = setUp();
    for (let n = 0; n < 400; n += 1) estimates.learn('incident.create', 1, 10_000);
    await send(new AbortError('left'), { operation: 'incident.create' });
    await clock.advance(12_000);
    expect(budget.snapshot().inFlight).toBe(1);
    await clock.advance(200);
    expect(budget.snapshot()).toMatchObject({ inFlight: 0, used: { requests: 1 } });
    expect(budget.snapshot().used.executionMs).toBeCloseTo(12_100);
  });

  it('sends nobody between the answer of a 429 and the wait that it asks for', async () => {
    const { clock } = setUp();
    const budget = memoryBudget({ limits: { concurrency: 1 }, margin: 1 }, clock);
    const one = serviceProtectionPolicy(budget, { clock, random: () => 0 });
    const first = one.send(requestOf(), scripted(throttled('0x80072322')));
    const sent = scripted(answerOf(200));
    void one.send(requestOf(), sent);
    await first;
    await clock.advance(6_900);
    expect(sent.requests).toHaveLength(0);
    await clock.advance(100);
    expect(sent.requests).toHaveLength(1);
  });

  it('tells the tally of a call how long it waited, and for which limit', async () => {
    const { clock } = setUp();
    const waits: [string, number][] = [];
    const tally = {
      attempted: () => undefined,
      waited: (facet: string, ms: number) => void waits.push([facet, ms]),
    };
    const budget = memoryBudget({ limits: { concurrency: 1 }, margin: 1 }, clock);
    const policy = serviceProtectionPolicy(budget, { clock, random: () => 0 });
    const send = (step: HttpResponse) => policy.send(requestOf({ tally }), scripted(step));
    await send(answerOf(200));
    expect(waits).toEqual([]);
    await send(throttled('0x80072322'));
    const waiting = send(answerOf(200));
    await clock.advance(7_000);
    await waiting;
    expect(waits).toEqual([['requests', 7_000]]);
  });

  it('gives back whole what was not sent', async () => {
    const { budget, send } = setUp();
    await send(new TransportError('connection-refused', 'not-sent', { durationMs: 4 }));
    expect(budget.snapshot()).toMatchObject({ inFlight: 0, used: { requests: 0, executionMs: 0 } });
  });

  it('sets aside what calls of this operation and size are known to take', async () => {
    const { budget, estimates, policy } = setUp();
    for (let n = 0; n < 400; n += 1) estimates.learn('incident.upsert', 100, 1_000);
    let during = 0;
    const request = requestOf({ lane: 'batch', operation: 'incident.upsert', operations: 100 });
    await policy.send(request, () => {
      during = budget.snapshot().used.executionMs;
      return Promise.resolve(answerOf(200));
    });
    expect(during).toBeCloseTo(1_210);
  });

  it.each([
    ['an answer', answerOf(201, { durationMs: 700 }), 700],
    ['a refusal of the row', answerOf(400, { durationMs: 700 }), 700],
    ['a timeout', new TransportError('attempt-timeout', 'unknown', { durationMs: 700 }), 700],
    ['a 429', answerOf(429, { durationMs: 700 }), 20_000],
    ['a server in trouble', answerOf(503, { durationMs: 700 }), 20_000],
    ['a lost connection', new TransportError('connection-reset', 'unknown', { durationMs: 700 }), 20_000],
  ])('learns from what was worked at: %s', async (_, step, expectedMs) => {
    const { estimates, send } = setUp();
    await send(step, { operation: 'incident.create' });
    const { estimatedMs } = estimates.of('incident.create');
    expect(estimatedMs === 20_000 ? estimatedMs : estimatedMs / 5.2).toBeCloseTo(expectedMs);
  });

  it('counts the operations of a batch for the entitlement', async () => {
    const { budget, send } = setUp();
    await send(answerOf(200), { operations: 100 });
    await send(answerOf(200));
    expect(budget.snapshot().operations).toBe(101);
  });

  it('sends nothing without a permit', async () => {
    const { budget, policy, clock } = setUp();
    budget.block(60_000, 'requests');
    const transport = scripted(answerOf(200));
    const waiting = policy.send(requestOf({ deadline: 30_000 }), transport);
    await expect(waiting).rejects.toMatchObject({ code: 'budget-deadline', retryAfterMs: 60_000 });
    await clock.advance(0);
    expect(transport.requests).toHaveLength(0);
  });
});

describe('serviceProtectionPolicy, when time runs out', () => {
  it.each([
    ['as long before the deadline as the call takes', 2_000, 57_600],
    ['at half of the time at the latest, however long it takes', 200_000, 30_000],
  ])('gives up %s', async (_, takesMs, givesUpAtMs) => {
    const { clock } = setUp();
    const budget = memoryBudget({ limits: { concurrency: 1 }, margin: 1 }, clock);
    await budget.acquire({ lane: 'batch', estimatedMs: 1 });
    const estimates = new ExecutionEstimates({ clock, mostMs: takesMs * 1.2 });
    for (let n = 0; n < 400; n += 1) estimates.learn('contact.retrieve', 1, takesMs);
    const policy = serviceProtectionPolicy(budget, { estimates, clock });
    let end: unknown;
    policy.send(requestOf({ deadline: 60_000 }), scripted(answerOf(200))).catch((error) => (end = error));
    await clock.advance(givesUpAtMs - 100);
    expect(end).toBeUndefined();
    await clock.advance(200);
    expect(end).toMatchObject({ code: 'budget-deadline' });
  });
});

describe('serviceProtectionPolicy on a 429', () => {
  it.each([
    ['0x80072322', 'requests'],
    ['0x80072321', 'executionTime'],
    ['0x80072326', 'concurrency'],
    ['0x8005F103', 'unknown'],
    ['-2147015902', 'unknown'],
  ])('holds everybody back for Retry-After when the code is %s', async (code, facet) => {
    const { budget, send } = setUp();
    await send(throttled(code));
    expect(budget.snapshot()).toMatchObject({ blockedUntil: 7_000, blockedBy: facet });
  });

  it('holds everybody back when the body is not readable, too', async () => {
    const { budget, send } = setUp();
    await send(answerOf(429, { body: '<html>', headers: { 'retry-after': '7' } }));
    expect(budget.snapshot().blockedUntil).toBe(7_000);
  });

  it('waits ten seconds when nobody says how long', async () => {
    const { budget, send } = setUp();
    await send(throttled('0x80072322', {}));
    expect(budget.snapshot().blockedUntil).toBe(10_000);
  });

  it('scatters the return after the moment told, never before', async () => {
    const { budget, send } = setUp(() => 0.999);
    await send(throttled('0x80072322'));
    expect(budget.snapshot().blockedUntil).toBeGreaterThan(7_000);
    expect(budget.snapshot().blockedUntil).toBeLessThanOrEqual(7_250);
  });

  it('lets the next request go when the time is over', async () => {
    const { clock, send, policy } = setUp();
    await send(throttled('0x80072322'));
    const transport = scripted(answerOf(200));
    const next = policy.send(requestOf(), transport);
    await clock.advance(6_999);
    expect(transport.requests).toHaveLength(0);
    await clock.advance(1);
    expect((await next).status).toBe(200);
  });
});

describe('serviceProtectionPolicy on a 429 in a batch', () => {
  const done = answerOf(204);
  const told = (seconds: number, code: string) => throttled(code, { 'retry-after': String(seconds) });

  it.each([
    ['that ended there', 429],
    ['that went on', 200],
  ])('holds everybody back as long as the part says, in a batch %s', async (_, status) => {
    const { budget, send } = setUp();
    await send(batchAnswerOf(status, [done, told(1, '0x80072321')]));
    expect(budget.snapshot()).toMatchObject({ blockedUntil: 1_000, blockedBy: 'executionTime' });
  });

  it('heeds the longest of several, in a change set, too', async () => {
    const { budget, send } = setUp();
    const parts = [told(2, '0x80072322'), [told(9, '0x80072326')], told(3, '0x80072321'), done];
    await send(batchAnswerOf(200, parts));
    expect(budget.snapshot()).toMatchObject({ blockedUntil: 9_000, blockedBy: 'concurrency' });
  });

  it('does not undercut what the whole says', async () => {
    const { budget, send } = setUp();
    const { headers, ...batch } = batchAnswerOf(429, [told(1, '0x80072322'), throttled('', {})]);
    await send({ ...batch, headers: { ...headers, 'retry-after': '4' } });
    expect(budget.snapshot()).toMatchObject({ blockedUntil: 4_000, blockedBy: 'requests' });
  });

  it('waits ten seconds when neither a part nor the whole says how long', async () => {
    const { budget, send } = setUp();
    await send(batchAnswerOf(200, [throttled('0x80072322', {})]));
    expect(budget.snapshot()).toMatchObject({ blockedUntil: 10_000, blockedBy: 'requests' });
  });

  it.each([
    ['other failures', batchAnswerOf(200, [answerOf(500), answerOf(404, { body: 'HTTP/1.1 429 ' })])],
    [
      'an answer that breaks off',
      { ...batchAnswerOf(200, [throttled('')]), body: '--x\r\n\r\nHTTP/1.1 429 ' },
    ],
    ['a row with that text', answerOf(200, { body: '{"title":"HTTP/1.1 429 Too Many Requests"}' })],
  ])('is not moved by %s', async (_, answer) => {
    const { budget, send } = setUp();
    await send(answer);
    expect(budget.snapshot().blockedUntil).toBeUndefined();
  });

  it('still heeds a 429 whose parts cannot be read', async () => {
    const { budget, send } = setUp();
    await send({ ...batchAnswerOf(429, [throttled('')]), body: '--x\r\n\r\nHTTP/1.1 429 ' });
    expect(budget.snapshot()).toMatchObject({ blockedUntil: 10_000, blockedBy: 'unknown' });
  });
});
