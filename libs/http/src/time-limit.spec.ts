import { describe, expect, it } from 'vitest';
import { ManualClock } from '#lib/resilience/testing';
import { attemptTimeoutPolicy } from './attempt-timeout.policy.js';
import type { HttpRequest, HttpResponse } from './http-call.js';
import { answerOf, requestOf, scripted } from './scripted-transport.js';
import { totalTimeoutPolicy } from './total-timeout.policy.js';

const never = (): Promise<HttpResponse> => new Promise(() => undefined);

describe.each([
  [
    'totalTimeoutPolicy',
    'total-timeout',
    (clock: ManualClock) => totalTimeoutPolicy({ totalTimeoutMs: 1_000, clock }),
  ],
  [
    'attemptTimeoutPolicy',
    'attempt-timeout',
    (clock: ManualClock) => attemptTimeoutPolicy({ attemptTimeoutMs: 1_000, clock }),
  ],
])('%s', (_, code, policyOf) => {
  it('ends what takes too long, even if that does not listen, and tells it so', async () => {
    const clock = new ManualClock(0);
    let seen: AbortSignal | undefined;
    const sending = policyOf(clock).send(requestOf(), ({ signal }: HttpRequest) => {
      seen = signal;
      return never();
    });
    const outcome = expect(sending).rejects.toMatchObject({ code });
    await clock.advance(999);
    expect(seen?.aborted).toBe(false);
    await clock.advance(1);
    await outcome;
    expect(seen?.reason).toMatchObject({ code });
  });

  it('leaves no timer and no listener behind', async () => {
    const clock = new ManualClock(0);
    const caller = new AbortController();
    const listeners = listenersOn(caller.signal);
    await policyOf(clock).send(requestOf({ signal: caller.signal }), scripted(answerOf(200)));
    await clock.advance(0);
    expect([clock.asleep, listeners.size]).toEqual([0, 0]);
  });

  it('passes the reason on with which its caller left', async () => {
    const clock = new ManualClock(0);
    const caller = new AbortController();
    const reason = new Error('left');
    const sending = policyOf(clock).send(requestOf({ signal: caller.signal }), never);
    caller.abort(reason);
    await expect(sending).rejects.toBe(reason);
    await clock.advance(0);
    expect(clock.asleep).toBe(0);
  });

  it('ends even when its caller leaves while the work begins', async () => {
    const caller = new AbortController();
    const sending = policyOf(new ManualClock(0)).send(requestOf({ signal: caller.signal }), () => {
      caller.abort(new Error('left'));
      return never();
    });
    await expect(sending).rejects.toThrow('left');
  });

  it('sends nothing for a caller that has left already', async () => {
    const transport = scripted(answerOf(200));
    const sending = policyOf(new ManualClock(0)).send(requestOf({ signal: AbortSignal.abort() }), transport);
    await expect(sending).rejects.toMatchObject({ code: 'aborted' });
    expect(transport.requests).toHaveLength(0);
  });
});

describe('totalTimeoutPolicy', () => {
  it('writes the deadline into the request, and keeps an earlier one', async () => {
    const clock = new ManualClock(5_000);
    const transport = scripted(answerOf(200));
    const policy = totalTimeoutPolicy({ totalTimeoutMs: 1_000, clock });
    await policy.send(requestOf(), transport);
    await policy.send(requestOf({ deadline: 5_500 }), transport);
    expect(transport.requests.map(({ deadline }) => deadline)).toEqual([6_000, 5_500]);
  });
});

function listenersOn(signal: AbortSignal): Set<unknown> {
  const listeners = new Set<unknown>();
  const { addEventListener: add, removeEventListener: remove } = signal;
  signal.addEventListener = (...args: Parameters<typeof add>) => {
    listeners.add(args[1]);
    add.apply(signal, args);
  };
  signal.removeEventListener = (...args: Parameters<typeof remove>) => {
    listeners.delete(args[1]);
    remove.apply(signal, args);
  };
  return listeners;
}
