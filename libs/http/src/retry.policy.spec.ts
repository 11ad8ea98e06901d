import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { CircuitOpenError } from '#lib/resilience';
import { ManualClock } from '#lib/resilience/testing';
import type { HttpRequest } from './http-call.js';
import { type RetryOptions, retryPolicy } from './retry.policy.js';
import { answerOf, requestOf, scripted } from './scripted-transport.js';
import { TransportError } from './transport-error.js';

const lost = new TransportError('connection-reset', 'unknown');
const refused = new TransportError('connection-refused', 'not-sent');
const once = { repeatable: false, method: 'POST' };

/** Sends through the policy and lets virtual time pass until it is done. */
async function send(
  transport: ReturnType<typeof scripted>,
  request: Partial<HttpRequest> = {},
  options: RetryOptions = {},
) {
  const clock = new ManualClock(0);
  const policy = retryPolicy({ clock, random: () => 0.5, ...options });
  const result = policy.send(requestOf(request), transport).then(
    ({ status }) => status,
    (error: unknown) => error,
  );
  let done: unknown;
  void result.then((value) => (done = { value }));
  for (let step = 0; step < 2_000 && !done; step += 1) await clock.advance(50);
  return { result: await result, elapsedMs: clock.now(), requests: transport.requests };
}

describe('retryPolicy', () => {
  it.each([401, 429])('takes a %d in parts for no proof that nothing was done', async (status) => {
    const headers = { 'content-type': 'multipart/mixed; boundary=b' };
    const parts = answerOf(status, { headers });
    expect((await send(scripted(parts, answerOf(200)), once)).result).toBe(status);
    expect((await send(scripted(parts, answerOf(200)))).result).toBe(200);
  });

  it.each([408, 429, 502, 503, 504])('repeats a repeatable request after %d', async (status) => {
    const { result, requests } = await send(scripted(answerOf(status), answerOf(200)));
    expect([result, requests.map(({ attempt }) => attempt)]).toEqual([200, [1, 2]]);
  });

  it.each([200, 204, 304, 400, 403, 404, 412, 413, 500, 501])('does not repeat after %d', async (status) => {
    const { result, requests } = await send(scripted(answerOf(status)));
    expect([result, requests.length]).toEqual([status, 1]);
  });

  it.each([lost, refused, new TransportError('attempt-timeout', 'unknown')])(
    'repeats a repeatable request after $message',
    async (error) => {
      const { result } = await send(scripted(error, answerOf(200)));
      expect(result).toBe(200);
    },
  );

  it('repeats what its caller knows as passing trouble', async () => {
    const isPassing = ({ body }: { body: string }) => body === 'deadlock';
    const { result } = await send(
      scripted(answerOf(500, { body: 'deadlock' }), answerOf(204)),
      {},
      { isPassing },
    );
    expect(result).toBe(204);
  });

  it.each([answerOf(503), answerOf(504), answerOf(408), lost])(
    'does not send again what must not be done twice when it may have been done (%#)',
    async (step) => {
      const { requests } = await send(scripted(step), once);
      expect(requests).toHaveLength(1);
    },
  );

  it('sends again even what must not be done twice when it was certainly not done', async () => {
    const noToken = Object.assign(new Error('no token'), { code: 'token-unavailable' });
    for (const step of [answerOf(429), refused, noToken]) {
      const { result } = await send(scripted(step, answerOf(204)), once);
      expect(result).toBe(204);
    }
  });

  it.each([
    ['an open circuit', new CircuitOpenError('the far side', 1_000)],
    ['an error it does not know', new Error('a mistake of ours')],
    ['an answer too large to read', new TransportError('response-too-large', 'unknown')],
  ])('does not repeat after %s', async (_, error) => {
    const { result, requests } = await send(scripted(error));
    expect([result, requests.length]).toEqual([error, 1]);
  });

  it('never sends a stream again, since it is gone', async () => {
    for (const step of [answerOf(503), answerOf(401), refused]) {
      const { requests } = await send(scripted(step), { body: Readable.from(['a']) });
      expect(requests).toHaveLength(1);
    }
  });

  it('gives up after so many attempts, with the last answer', async () => {
    const { result, requests } = await send(scripted(lost, lost, answerOf(503)), {}, { maxAttempts: 3 });
    expect([result, requests.length]).toEqual([503, 3]);
  });

  it('waits with full jitter, doubled by each attempt', async () => {
    const transport = scripted(answerOf(503), answerOf(503), answerOf(503), answerOf(200));
    const { elapsedMs } = await send(transport, {}, { baseMs: 1_000 });
    expect(elapsedMs).toBe(500 + 1_000 + 2_000);
  });
});

describe('retryPolicy and Retry-After', () => {
  const throttled = answerOf(429, { headers: { 'retry-after': '7' } });

  it('waits at least as long as told, never less', async () => {
    const exact = await send(scripted(throttled, answerOf(200)), {}, { random: () => 0 });
    expect(exact.elapsedMs).toBe(7_000);
    const scattered = await send(
      scripted(throttled, answerOf(200)),
      {},
      { random: () => 0.5, baseMs: 1_000 },
    );
    expect(scattered.elapsedMs).toBe(7_500);
  });

  it('waits longer than its own cap when told to', async () => {
    const { elapsedMs } = await send(scripted(throttled, answerOf(200)), {}, { capMs: 100, random: () => 0 });
    expect(elapsedMs).toBe(7_000);
  });

  it('does not begin a wait that would pass the deadline, and answers with the 429 at once', async () => {
    const { result, elapsedMs, requests } = await send(scripted(throttled), { deadline: 5_000 });
    expect([result, requests.length]).toEqual([429, 1]);
    expect(elapsedMs).toBeLessThanOrEqual(50);
  });
});

describe('retryPolicy and 401', () => {
  it('repeats once, at once, and asks for a new token', async () => {
    const { result, requests, elapsedMs } = await send(scripted(answerOf(401), answerOf(200)), once);
    expect(result).toBe(200);
    expect(requests.map(({ renewToken }) => renewToken)).toEqual([undefined, true]);
    expect(elapsedMs).toBeLessThanOrEqual(50);
  });

  it('keeps the refused answer no longer open', async () => {
    const stream = Readable.from(['no']);
    await send(scripted(answerOf(401, { stream }), answerOf(200)));
    expect(stream.destroyed).toBe(true);
  });

  it('never loops', async () => {
    const { result, requests } = await send(scripted(answerOf(401)));
    expect([result, requests.length]).toEqual([401, 2]);
  });

  it('asks for a new token once only, also when other trouble comes between', async () => {
    const { requests } = await send(scripted(answerOf(401), answerOf(503), answerOf(401)));
    expect(requests.map(({ renewToken }) => renewToken)).toEqual([undefined, true, undefined]);
  });
});

describe('retryPolicy and a caller that leaves', () => {
  it('does not repeat its call, nor wait for it', async () => {
    const caller = new AbortController();
    const reason = new Error('left');
    const leaving = () => {
      caller.abort(reason);
      throw reason;
    };
    const { result, requests } = await send(scripted(leaving), { signal: caller.signal });
    expect([result, requests.length]).toEqual([reason, 1]);
  });

  it('asks for no new token for it', async () => {
    const caller = new AbortController();
    const leaving = () => {
      caller.abort();
      return answerOf(401);
    };
    const { result, requests } = await send(scripted(leaving), { signal: caller.signal });
    expect([result, requests.length]).toEqual([401, 1]);
  });

  it('keeps no answer open while it waits', async () => {
    const stream = Readable.from(['busy']);
    const caller = new AbortController();
    const clock = new ManualClock(0);
    const policy = retryPolicy({ clock, random: () => 0.9 });
    const sending = policy.send(requestOf({ signal: caller.signal }), scripted(answerOf(503, { stream })));
    await clock.advance(10);
    expect([stream.destroyed, clock.asleep]).toEqual([true, 1]);
    caller.abort();
    await expect(sending).rejects.toMatchObject({ code: 'aborted' });
  });

  it('stops waiting between attempts', async () => {
    const caller = new AbortController();
    const clock = new ManualClock(0);
    const policy = retryPolicy({ clock, random: () => 0.9 });
    const transport = scripted(answerOf(503));
    const sending = policy.send(requestOf({ signal: caller.signal }), transport);
    await clock.advance(10);
    const reason = new Error('left');
    caller.abort(reason);
    await expect(sending).rejects.toBe(reason);
    expect([transport.requests.length, clock.asleep]).toEqual([1, 0]);
  });
});
