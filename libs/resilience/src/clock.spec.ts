import { describe, expect, it } from 'vitest';
import { AbortError, abortReason } from './abort.js';
import { systemClock } from './clock.js';
import { ManualClock } from './manual-clock.js';

describe.each([
  ['systemClock', systemClock],
  ['ManualClock', new ManualClock()],
])('%s', (_, clock) => {
  it('ends a sleep with the reason of the signal', async () => {
    const caller = new AbortController();
    const sleeping = clock.sleep(60_000, caller.signal);
    const reason = new Error('left');
    caller.abort(reason);
    await expect(sleeping).rejects.toBe(reason);
    await expect(clock.sleep(60_000, caller.signal)).rejects.toBe(reason);
  });
});

describe('systemClock', () => {
  it('sleeps for about as long as it is told', async () => {
    const startedAt = systemClock.now();
    await systemClock.sleep(20);
    expect(systemClock.now() - startedAt).toBeGreaterThanOrEqual(18);
  });

  it('does not wake at once from a sleep longer than a timer can be', async () => {
    const caller = new AbortController();
    const sleeping = systemClock.sleep(2 ** 40, caller.signal);
    await systemClock.sleep(20);
    caller.abort();
    await expect(sleeping).rejects.toBeInstanceOf(AbortError);
  });
});

describe('ManualClock', () => {
  it('wakes sleepers in order, each at its own moment', async () => {
    const clock = new ManualClock(0);
    const woken: [string, number][] = [];
    const sleeper = async (name: string, ms: number) => {
      await clock.sleep(ms);
      woken.push([name, clock.now()]);
    };
    void sleeper('late', 50);
    void sleeper('early', 10).then(() => sleeper('after early', 20));
    await clock.advance(40);
    expect(woken).toEqual([
      ['early', 10],
      ['after early', 30],
    ]);
    expect([clock.now(), clock.asleep]).toEqual([40, 1]);
  });
});

describe('abortReason', () => {
  it('is the error that the one who aborted gave', () => {
    const reason = new Error('too slow');
    expect(abortReason(AbortSignal.abort(reason))).toBe(reason);
  });

  it('is an AbortError when no error was given', () => {
    expect(abortReason(AbortSignal.abort())).toMatchObject({ code: 'aborted' });
    expect(abortReason(AbortSignal.abort('because'))).toMatchObject({ code: 'aborted', cause: 'because' });
  });
});
