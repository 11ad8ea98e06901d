import { describe, expect, it } from 'vitest';
import { ManualClock } from '../../test/manual-clock.js';
import type { Admission, Arrival } from './admission.js';
import { documentedLimits, type ServiceLimits } from './limits.js';
import type { ThrottleRules } from './rules.js';
import { ThrottleEngine, type ThrottleOptions } from './throttle-engine.js';

interface Given extends Omit<ThrottleOptions, 'limits'> {
  limits?: Partial<ServiceLimits>;
  rules?: Partial<ThrottleRules>;
}

function engineOf({ limits, ...options }: Given = {}) {
  const clock = new ManualClock();
  const engine = new ThrottleEngine({ ...options, clock, limits: { ...documentedLimits, ...limits } });
  const arrive = (arrival: Partial<Arrival> = {}): Admission => engine.arrive({ user: 'user', ...arrival });
  /** Arrives, takes its time, and leaves. What it is told, when it is refused. */
  const ask = (arrival: Partial<Arrival> & { ms?: number } = {}) => {
    const admission = arrive(arrival);
    if (!admission.admitted) return admission;
    clock.pass(arrival.ms ?? 0);
    admission.leave({ executionMs: arrival.ms ?? 0 });
    return undefined;
  };
  const wait = (arrival: Partial<Arrival> = {}) => ask(arrival)?.retryAfterSeconds;
  return { clock, engine, arrive, ask, wait };
}

/** developer/data-platform/api-limits, "Service protection API limit errors returned". */
describe('a refusal of the limits', () => {
  it('names the number of requests (ThrottlingBurstRequestLimitExceededError)', () => {
    const { ask } = engineOf();
    for (let sent = 0; sent < 6_000; sent += 1) expect(ask()).toBeUndefined();
    expect(ask()).toEqual({
      admitted: false,
      server: 0,
      facet: 'requests',
      code: '0x80072322',
      message: 'Number of requests exceeded the limit of 6000 over time window of 300 seconds.',
      retryAfterSeconds: 300,
    });
  });

  it('names the execution time (ThrottlingTimeExceededError)', () => {
    const { clock, arrive, ask } = engineOf();
    const four = Array.from({ length: 4 }, () => arrive());
    clock.pass(299_000);
    for (const admission of four) if (admission.admitted) admission.leave({ executionMs: 300_000 });
    expect(ask()).toEqual({
      admitted: false,
      server: 0,
      facet: 'executionTime',
      code: '0x80072321',
      message:
        'Combined execution time of incoming requests exceeded limit of 1,200,000  milliseconds over time window of 300 seconds. Decrease number of concurrent requests or reduce the duration of requests and try again later.',
      retryAfterSeconds: 300,
    });
  });

  it('names the concurrency (ThrottlingConcurrencyLimitExceededError)', () => {
    const { arrive } = engineOf();
    for (let sent = 0; sent < 52; sent += 1) expect(arrive().admitted).toBe(true);
    expect(arrive()).toEqual({
      admitted: false,
      server: 0,
      facet: 'concurrency',
      code: '0x80072326',
      message: 'Number of concurrent requests exceeded the limit of 52.',
      retryAfterSeconds: 1,
    });
  });
});

describe('the limit on requests', () => {
  it('slides: a request leaves the window exactly when the window has passed over it', () => {
    const { clock, wait } = engineOf({ limits: { requests: 2 } });
    wait();
    clock.pass(299_000);
    wait();
    clock.pass(999);
    expect(wait()).toBe(1);
    clock.pass(1_000);
    expect(wait()).toBeUndefined();
    expect(wait()).toBe(299);
  });

  it('makes those wait longer who go on asking, but not beyond a window', () => {
    const { clock, wait } = engineOf({ limits: { requests: 1, windowSeconds: 60 } });
    wait();
    clock.pass(50_000);
    expect(wait()).toBe(10);
    for (let more = 0; more < 30; more += 1) wait();
    expect(wait()).toBe(14);
    for (let more = 0; more < 3_000; more += 1) wait();
    expect(wait()).toBe(60);
  });

  it('lets a user in who waited as long as it was told', () => {
    const { clock, wait } = engineOf({ limits: { requests: 3, windowSeconds: 60 } });
    for (let sent = 0; sent < 3; sent += 1) wait();
    clock.pass((wait() ?? 0) * 1_000);
    expect(wait()).toBeUndefined();
  });

  it('is of each user alone', () => {
    const { wait } = engineOf({ limits: { requests: 1 } });
    wait();
    expect(wait({ user: 'other' })).toBeUndefined();
    expect(wait()).toBe(300);
  });

  it.each([
    ['notCounted', 2],
    ['counted', 3],
  ] as const)('has refused requests %s', (refusedRequests, fullest) => {
    const { clock, engine, wait } = engineOf({
      limits: { requests: 2, windowSeconds: 10 },
      rules: { refusedRequests },
    });
    wait();
    wait();
    clock.pass(9_000);
    expect(wait()).toBe(1);
    clock.pass(1_000);
    // What was refused holds one of the two places when it counts.
    wait();
    wait();
    expect(engine.report()['user']?.throttled.requests).toBe(fullest - 1);
    expect(engine.report()['user']?.fullestWindow.requests).toBe(fullest);
  });
});

describe('the limit on execution time', () => {
  const limits = { executionMs: 1_000, windowSeconds: 60 };

  it('counts what has been completed, however much over the limit that is', () => {
    const { ask, engine } = engineOf({ limits });
    expect(ask({ ms: 999 })).toBeUndefined();
    expect(ask({ ms: 500 })).toBeUndefined();
    expect(ask()?.facet).toBe('executionTime');
    expect(engine.report()['user']).toMatchObject({
      executionMs: 1_499,
      fullestWindow: { executionMs: 1_499 },
      fullestShare: { executionMs: 1.499 },
      throttled: { requests: 0, executionTime: 1, concurrency: 0 },
    });
  });

  it('makes wait longer who is further beyond it', () => {
    const waitAfter = (lastMs: number) => {
      const { clock, arrive, wait } = engineOf({ limits });
      const [first, second, last] = [arrive(), arrive(), arrive()];
      if (first.admitted) first.leave({ executionMs: 500 });
      clock.pass(20_000);
      if (second.admitted) second.leave({ executionMs: 500 });
      if (last.admitted) last.leave({ executionMs: lastMs });
      return wait();
    };
    expect(waitAfter(100)).toBe(40);
    // Without the first there is no room yet.
    expect(waitAfter(600)).toBe(60);
  });

  it.each([
    ['atCompletion', true],
    ['atArrival', false],
  ] as const)('charges what is foreseen %s', (executionCharged, admitted) => {
    const { arrive } = engineOf({ limits, rules: { executionCharged } });
    arrive({ expectedMs: 1_000 });
    expect(arrive().admitted).toBe(admitted);
  });

  it('lets the time of a request leave the window with its arrival, when it is charged there', () => {
    const { clock, arrive, wait } = engineOf({ limits, rules: { executionCharged: 'atArrival' } });
    const long = arrive();
    clock.pass(59_000);
    if (long.admitted) long.leave({ executionMs: 5_000 });
    expect(wait()).toBe(1);
    clock.pass(1_000);
    expect(wait()).toBeUndefined();
  });
});

describe('the limit on requests at once', () => {
  it('holds for the instant only: whoever leaves makes room', () => {
    const { arrive } = engineOf({ limits: { concurrency: 2 } });
    const [first] = [arrive(), arrive()];
    expect(arrive()).toMatchObject({ facet: 'concurrency', retryAfterSeconds: 1 });
    if (first.admitted) first.leave({ executionMs: 1 });
    expect(arrive().admitted).toBe(true);
    expect(arrive().admitted).toBe(false);
  });
});

describe('who is shut out', () => {
  it('is refused for the same reason until the time has come, whatever else would be', () => {
    const { clock, arrive, ask } = engineOf({ limits: { executionMs: 100, concurrency: 1 } });
    ask({ ms: 100 });
    expect(ask()?.facet).toBe('executionTime');
    clock.pass(299_000);
    expect(ask()?.facet).toBe('executionTime');
    clock.pass(2_000);
    expect([arrive().admitted, ask()?.facet]).toEqual([true, 'concurrency']);
  });

  it.each([
    ['untilRoom', 300],
    ['halfAgain', 450],
    ['twice', 600],
  ] as const)('waits %s', (retryAfter, seconds) => {
    const { clock, wait } = engineOf({ limits: { requests: 1 }, rules: { retryAfter } });
    wait();
    expect(wait()).toBe(seconds);
    clock.pass(seconds * 1_000 - 1);
    expect(wait()).toBe(1);
    clock.pass(101);
    expect(wait()).toBeUndefined();
  });

  it.each([
    ['requestsFirst', 'requests'],
    ['executionTimeFirst', 'executionTime'],
    ['concurrencyFirst', 'concurrency'],
  ] as const)('hears of one facet, by the order %s', (facetOrder, facet) => {
    const { arrive } = engineOf({
      limits: { requests: 2, executionMs: 10, concurrency: 2 },
      rules: { facetOrder, executionCharged: 'atArrival' },
    });
    for (let sent = 0; sent < 2; sent += 1) arrive({ expectedMs: 5 });
    expect(arrive()).toMatchObject({ facet });
  });

  it('is let in when the limits are changed', () => {
    const { engine, wait } = engineOf({ limits: { requests: 1 } });
    wait();
    expect(wait()).toBe(300);
    engine.change({ limits: { ...documentedLimits, requests: 2 } });
    expect(wait()).toBeUndefined();
    expect(wait()).toBe(300);
    engine.change({ enforced: false });
    expect(wait()).toBeUndefined();
  });
});

describe('several web servers', () => {
  it('count each for itself, so that a user may ask as much of each', () => {
    const { ask, engine } = engineOf({ limits: { requests: 2 }, servers: 3 });
    const refused = Array.from({ length: 9 }, () => ask()).filter(Boolean);
    expect(refused.map((refusal) => refusal?.server)).toEqual([0, 1, 2]);
    expect(engine.report()['user']).toMatchObject({ requests: 9, fullestWindow: { requests: 2 } });
    expect(engine.remaining('user', 0)).toEqual({ requests: 0, executionMs: 1_200_000 });
  });

  it('count together when they share', () => {
    const { ask, engine } = engineOf({ limits: { requests: 2 }, servers: 3, shared: true });
    expect(Array.from({ length: 9 }, () => ask()).filter(Boolean)).toHaveLength(7);
    expect([0, 1, 2].map((server) => engine.remaining('user', server).requests)).toEqual([0, 0, 0]);
  });

  it('are chosen in turn, or by dice that fall alike for the same seed', () => {
    const chosen = (options: ThrottleOptions) => {
      const { engine } = engineOf({ servers: 4, ...options } as Given);
      return Array.from({ length: 40 }, () => engine.nextServer());
    };
    expect(chosen({}).slice(0, 6)).toEqual([0, 1, 2, 3, 0, 1]);
    const random = chosen({ routing: 'random', seed: 7 });
    expect(new Set(random)).toEqual(new Set([0, 1, 2, 3]));
    expect(chosen({ routing: 'random', seed: 7 })).toEqual(random);
    expect(chosen({ routing: 'random', seed: 8 })).not.toEqual(random);
  });
});

describe('compression', () => {
  it('shrinks whatever lasts, and no number of anything', () => {
    const { engine, clock, wait } = engineOf({ limits: { requests: 1 }, compression: 20 });
    expect(engine.limits).toEqual({ requests: 1, executionMs: 60_000, concurrency: 52, windowSeconds: 15 });
    wait();
    expect(wait()).toBe(15);
    clock.pass(15_000);
    expect(wait()).toBeUndefined();
  });
});

describe('the report', () => {
  it('tells what each user asked, and of that each lane', () => {
    const { arrive, ask, engine } = engineOf({ limits: { requests: 3 } });
    ask({ lane: 'batch', operations: 100, ms: 30 });
    const two = [arrive({ lane: 'batch', operations: 10 }), arrive({ lane: 'interactive' })];
    for (const admission of two) if (admission.admitted) admission.leave({ executionMs: 5 });
    ask({ lane: 'interactive' });
    const share = { requests: expect.any(Number) as number, executionMs: expect.any(Number) as number };
    expect(engine.report()).toEqual({
      user: {
        requests: 4,
        operations: 111,
        executionMs: 40,
        throttled: { requests: 1, executionTime: 0, concurrency: 0 },
        fullestWindow: { requests: 3, executionMs: 40 },
        fullestShare: { requests: 1, executionMs: 40 / 1_200_000 },
        mostInFlight: 2,
        lanes: {
          batch: {
            requests: 2,
            operations: 110,
            executionMs: 35,
            throttled: { requests: 0, executionTime: 0, concurrency: 0 },
            fullestWindow: { requests: 2, executionMs: 35 },
            fullestShare: share,
            mostInFlight: 1,
          },
          interactive: {
            requests: 2,
            operations: 1,
            executionMs: 5,
            throttled: { requests: 1, executionTime: 0, concurrency: 0 },
            fullestWindow: { requests: 1, executionMs: 5 },
            fullestShare: share,
            mostInFlight: 1,
          },
        },
      },
    });
  });

  it('goes on when nothing is refused, and begins anew when it is reset', () => {
    const { arrive, ask, engine } = engineOf({ limits: { requests: 1 }, enforced: false });
    const early = arrive();
    ask();
    ask();
    expect(engine.report()['user']).toMatchObject({ fullestWindow: { requests: 3 }, mostInFlight: 2 });
    engine.reset();
    if (early.admitted) early.leave({ executionMs: 1 });
    expect(engine.report()).toEqual({});
  });
});
