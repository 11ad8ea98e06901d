import { describe, expect, it } from 'vitest';
import { ManualClock } from '../manual-clock.js';
import { memoryBudget } from './budgets.js';
import type { Lane } from './limits.js';
import type { Permit } from './service-protection-budget.js';

const minute = 60_000;

function budgetOf(limits: { requests?: number; executionMs?: number; concurrency?: number }) {
  const clock = new ManualClock(0);
  const budget = memoryBudget({ limits, margin: 1 }, clock);
  const admitted: string[] = [];
  const permits = new Map<string, Permit>();
  const failed = new Map<string, unknown>();
  const ask = (
    name: string,
    how: { lane?: Lane; estimatedMs?: number; deadline?: number; signal?: AbortSignal } = {},
  ) => {
    void budget.acquire({ lane: 'interactive', estimatedMs: 100, ...how }).then(
      (permit) => {
        admitted.push(name);
        permits.set(name, permit);
      },
      (error: unknown) => failed.set(name, error),
    );
  };
  const settle = (name: string, executionMs = 100) => permits.get(name)?.settle({ executionMs });
  return { clock, budget, ask, settle, admitted, failed };
}

describe('memoryBudget', () => {
  it('admits at once while every facet has room', async () => {
    const { ask, clock, admitted } = budgetOf({});
    ask('a');
    ask('b');
    await clock.advance(0);
    expect(admitted).toEqual(['a', 'b']);
  });

  it('gives a request back one window after its response came, not after it was sent', async () => {
    const { ask, settle, clock, admitted } = budgetOf({ requests: 1 });
    ask('slow');
    await clock.advance(2 * minute);
    settle('slow');
    ask('next');
    await clock.advance(5 * minute);
    expect(admitted).toEqual(['slow']);
    await clock.advance(1_000);
    expect(admitted).toEqual(['slow', 'next']);
  });

  it('sets the estimate aside while a request is in flight, and settles what it really took', async () => {
    const { ask, settle, clock, admitted, budget } = budgetOf({ executionMs: 1_000 });
    ask('a', { estimatedMs: 800 });
    ask('b', { estimatedMs: 300 });
    await clock.advance(0);
    expect(admitted).toEqual(['a']);
    settle('a', 600);
    await clock.advance(0);
    expect(admitted).toEqual(['a', 'b']);
    expect(budget.snapshot().used.executionMs).toBe(900);
  });

  it('limits how many are in flight', async () => {
    const { ask, settle, clock, admitted, budget } = budgetOf({ concurrency: 2 });
    for (const name of ['a', 'b', 'c']) ask(name);
    await clock.advance(minute);
    expect([admitted, budget.snapshot().inFlight]).toEqual([['a', 'b'], 2]);
    settle('b');
    await clock.advance(0);
    expect(admitted).toEqual(['a', 'b', 'c']);
  });

  it('leaves the margin unspent', async () => {
    const clock = new ManualClock(0);
    const budget = memoryBudget({ limits: { requests: 200, concurrency: 1_000 }, margin: 0.99 }, clock);
    for (let n = 0; n < 200; n += 1) void budget.acquire({ lane: 'batch', estimatedMs: 1 });
    await clock.advance(0);
    expect(budget.snapshot()).toMatchObject({ inFlight: 198, waiting: { batch: 2 } });
  });

  it('runs an ask that is above the whole limit alone, instead of never', async () => {
    const { ask, settle, clock, admitted } = budgetOf({ executionMs: 1_000 });
    ask('small', { estimatedMs: 10 });
    ask('huge', { estimatedMs: 5_000 });
    await clock.advance(0);
    settle('small', 10);
    await clock.advance(6 * minute);
    expect(admitted).toEqual(['small', 'huge']);
  });

  it('settles a permit once only', async () => {
    const { ask, settle, clock, budget } = budgetOf({});
    ask('a');
    await clock.advance(0);
    settle('a', 100);
    settle('a', 100);
    expect(budget.snapshot()).toMatchObject({ inFlight: 0, used: { requests: 1, executionMs: 100 } });
  });

  it('does not forget when the wall clock is set back', async () => {
    let time = 10 * minute;
    const clock = {
      now: () => time,
      after: () => () => undefined,
      sleep: () => new Promise<void>(() => undefined),
    };
    const budget = memoryBudget({ limits: { requests: 1 }, margin: 1 }, clock);
    const permit = await budget.acquire({ lane: 'event', estimatedMs: 1 });
    time = 7 * minute;
    permit.settle({ executionMs: 1 });
    time = 10 * minute;
    expect(budget.snapshot().used.requests).toBe(1);
  });

  it('goes on when a clock that was an hour ahead is set right', async () => {
    let time = 60 * minute;
    const clock = {
      ...new ManualClock(0),
      now: () => time,
      after: () => () => undefined,
      sleep: () => Promise.resolve(),
    };
    const budget = memoryBudget({ limits: { requests: 1 }, margin: 1 }, clock);
    (await budget.acquire({ lane: 'event', estimatedMs: 1 })).settle({ executionMs: 1 });
    time = 0;
    expect(budget.snapshot().used.requests).toBe(1);
    const next = budget.acquire({ lane: 'event', estimatedMs: 1 });
    time = 6 * minute;
    void budget.acquire({ lane: 'event', estimatedMs: 1 });
    await expect(next).resolves.toHaveProperty('settle');
  });

  it('holds nothing back for others, of which there are none, however long it is idle', async () => {
    const { ask, settle, clock, budget } = budgetOf({});
    ask('a');
    await clock.advance(0);
    settle('a');
    await clock.advance(20 * minute);
    expect(budget.snapshot().heldBack).toEqual({ requests: 0, executionMs: 0 });
    expect((await budget.report())?.room.requests).toBe(6_000);
  });

  it('takes the estimate for a measure that is no number', async () => {
    const { ask, settle, clock, budget } = budgetOf({});
    ask('a', { estimatedMs: 70 });
    await clock.advance(0);
    settle('a', NaN);
    expect(budget.snapshot().used.executionMs).toBe(70);
  });

  it('refuses limits that leave room for nothing', () => {
    expect(() => memoryBudget({ limits: { requests: 1 }, margin: 0.99 })).toThrow(RangeError);
  });
});

describe('memoryBudget, lanes', () => {
  it('serves the interactive lane first, then events, then the batch, each first come first served', async () => {
    const { ask, settle, clock, admitted } = budgetOf({ concurrency: 1 });
    ask('running');
    ask('batch 1', { lane: 'batch' });
    ask('batch 2', { lane: 'batch' });
    ask('event', { lane: 'event' });
    ask('citizen 1');
    ask('citizen 2');
    for (const name of ['running', 'citizen 1', 'citizen 2', 'event', 'batch 1', 'batch 2']) {
      await clock.advance(10);
      settle(name);
    }
    expect(admitted).toEqual(['running', 'citizen 1', 'citizen 2', 'event', 'batch 1', 'batch 2']);
  });

  it('lets nobody smaller slip past a head that does not fit yet', async () => {
    const { ask, settle, clock, admitted } = budgetOf({ executionMs: 1_000 });
    ask('running', { estimatedMs: 600 });
    ask('large', { estimatedMs: 500 });
    ask('small', { estimatedMs: 10, lane: 'batch' });
    await clock.advance(minute);
    expect(admitted).toEqual(['running']);
    settle('running', 100);
    await clock.advance(0);
    expect(admitted).toEqual(['running', 'large', 'small']);
  });

  it('gives a lane its turn that was passed over twenty times', async () => {
    const { ask, settle, clock, admitted } = budgetOf({ concurrency: 1 });
    ask('running');
    ask('nightly', { lane: 'batch' });
    for (let n = 1; n <= 40; n += 1) ask(`citizen ${n}`);
    for (let n = 0; n < 22; n += 1) {
      await clock.advance(1);
      settle(admitted.at(-1) ?? '');
    }
    expect(admitted.indexOf('nightly')).toBe(21);
  });
});

describe('memoryBudget, leaving', () => {
  it('ends a wait at its deadline', async () => {
    const { ask, clock, failed, budget } = budgetOf({ concurrency: 1 });
    ask('running');
    ask('impatient', { deadline: 500 });
    await clock.advance(499);
    expect(failed.size).toBe(0);
    await clock.advance(1);
    expect(failed.get('impatient')).toMatchObject({ code: 'budget-deadline' });
    expect(budget.snapshot().waiting.interactive).toBe(0);
  });

  it('ends a wait when its caller cancels, with the reason given, and looks at the next', async () => {
    const { ask, clock, failed, admitted } = budgetOf({ executionMs: 1_000 });
    const caller = new AbortController();
    ask('running', { estimatedMs: 600 });
    ask('large', { estimatedMs: 900, signal: caller.signal });
    ask('small', { estimatedMs: 100 });
    await clock.advance(0);
    const reason = new Error('left');
    caller.abort(reason);
    await clock.advance(0);
    expect(failed.get('large')).toBe(reason);
    expect(admitted).toEqual(['running', 'small']);
  });

  it('takes nothing for a caller that has left already', async () => {
    const { ask, clock, failed, budget } = budgetOf({});
    ask('gone', { signal: AbortSignal.abort() });
    await clock.advance(0);
    expect(failed.get('gone')).toMatchObject({ code: 'aborted' });
    expect(budget.snapshot().inFlight).toBe(0);
  });

  it('leaves no timer behind, whether a waiting caller was served or left', async () => {
    const { ask, settle, clock, budget } = budgetOf({ concurrency: 1 });
    const caller = new AbortController();
    ask('running');
    ask('served', { deadline: 10 * minute });
    await clock.advance(0);
    settle('running');
    await clock.advance(0);
    expect(clock.asleep).toBe(0);
    budget.block(5 * minute, 'requests');
    ask('leaving', { deadline: 10 * minute, signal: caller.signal });
    await clock.advance(0);
    expect(clock.asleep).toBe(2);
    caller.abort();
    await clock.advance(0);
    expect(clock.asleep).toBe(0);
  });
});

describe('memoryBudget, blocked by a 429', () => {
  it('holds every lane back until then', async () => {
    const { ask, clock, admitted, budget } = budgetOf({});
    budget.block(7_000, 'requests');
    ask('citizen');
    ask('nightly', { lane: 'batch' });
    await clock.advance(6_999);
    expect(admitted).toEqual([]);
    expect(budget.snapshot()).toMatchObject({ blockedUntil: 7_000, blockedBy: 'requests' });
    await clock.advance(1);
    expect(admitted).toEqual(['citizen', 'nightly']);
    expect(budget.snapshot()).not.toHaveProperty('blockedUntil');
  });

  it('is not shortened by a later, shorter one', async () => {
    const { ask, clock, admitted, budget } = budgetOf({});
    budget.block(9_000, 'executionTime');
    budget.block(2_000, 'concurrency');
    ask('citizen');
    await clock.advance(8_000);
    expect(admitted).toEqual([]);
    expect(budget.snapshot().blockedBy).toBe('executionTime');
  });

  it('lasts no longer than a quarter of an hour, whatever was told', async () => {
    const { ask, clock, admitted, budget } = budgetOf({});
    await clock.advance(1_000);
    budget.block(Number.MAX_SAFE_INTEGER, 'unknown');
    expect(budget.snapshot().blockedUntil).toBe(1_000 + 15 * minute);
    ask('citizen');
    await clock.advance(15 * minute);
    expect(admitted).toEqual(['citizen']);
  });

  it('is lengthened by a later, longer one, for those who already wait', async () => {
    const { ask, clock, admitted, budget } = budgetOf({});
    budget.block(2_000, 'requests');
    ask('citizen');
    await clock.advance(1_000);
    budget.block(8_000, 'requests');
    await clock.advance(7_999);
    expect(admitted).toEqual([]);
    await clock.advance(1);
    expect(admitted).toEqual(['citizen']);
  });

  it('refuses at once whoever cannot wait that long, and says when to come back', async () => {
    const { ask, clock, failed, budget } = budgetOf({ concurrency: 1 });
    ask('running');
    ask('waiting', { deadline: 5_000 });
    await clock.advance(1_000);
    budget.block(29_000, 'requests');
    ask('new', { deadline: 6_000 });
    await clock.advance(0);
    expect(failed.get('waiting')).toMatchObject({ code: 'budget-deadline', retryAfterMs: 29_000 });
    expect(failed.get('new')).toMatchObject({ code: 'budget-deadline', retryAfterMs: 29_000 });
  });
});
