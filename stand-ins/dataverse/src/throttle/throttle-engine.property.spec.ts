import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ManualClock } from '../../test/manual-clock.js';
import type { Admitted } from './admission.js';
import { ThrottleEngine } from './throttle-engine.js';

const limits = { requests: 6, executionMs: 500, concurrency: 3, windowSeconds: 1 };
const windowMs = 1_000;

interface Step {
  passMs: number;
  /** Whether a request arrives; otherwise the oldest one that is under way leaves. */
  arrives: boolean;
  server: number;
  lane: string;
  executionMs: number;
}

const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.record({
    passMs: fc.oneof(fc.integer({ min: 0, max: 60 }), fc.constantFrom(0, windowMs - 1, windowMs)),
    arrives: fc.boolean(),
    server: fc.integer({ min: 0, max: 1 }),
    lane: fc.constantFrom('interactive', 'batch'),
    executionMs: fc.integer({ min: 0, max: 300 }),
  }),
  { minLength: 1, maxLength: 120 },
);

interface Event {
  at: number;
  weight: number;
  server: number;
  lane: string;
}

/** What an observer writes down who knows nothing of the engine. */
class Witness {
  readonly arrivals: Event[] = [];
  readonly completions: Event[] = [];
  readonly underWay: (Step & { admitted: Admitted })[] = [];

  inWindow(events: readonly Event[], now: number, server: number, lane?: string): number {
    return events
      .filter((event) => event.server === server && (lane ?? event.lane) === event.lane)
      .filter(({ at }) => at > now - windowMs && at <= now)
      .reduce((sum, { weight }) => sum + weight, 0);
  }

  fullest(events: readonly Event[], lane?: string): number {
    return Math.max(0, ...events.map(({ at, server }) => this.inWindow(events, at, server, lane)));
  }

  isFull(now: number, server: number) {
    return {
      requests: this.inWindow(this.arrivals, now, server) >= limits.requests,
      executionTime: this.inWindow(this.completions, now, server) >= limits.executionMs,
      concurrency: this.underWay.filter((one) => one.server === server).length >= limits.concurrency,
    };
  }
}

/** Plays the steps; each answer of the engine is held against what the witness has seen. */
function play(planned: readonly Step[], enforced: boolean): { engine: ThrottleEngine; witness: Witness } {
  const clock = new ManualClock(0);
  const engine = new ThrottleEngine({ clock, limits, servers: 2, enforced });
  const witness = new Witness();
  const shutOutUntil = [0, 0];
  for (const step of planned) {
    clock.pass(step.passMs);
    const now = clock.now();
    const { server, lane } = step;
    if (!step.arrives) {
      const done = witness.underWay.shift();
      done?.admitted.leave({ executionMs: done.executionMs });
      if (done) witness.completions.push({ ...done, at: now, weight: done.executionMs });
      continue;
    }
    const admission = engine.arrive({ user: 'user', server, lane });
    const full = witness.isFull(now, server);
    if (admission.admitted) {
      if (enforced) expect(full).toEqual({ requests: false, executionTime: false, concurrency: false });
      witness.underWay.push({ ...step, admitted: admission });
      witness.arrivals.push({ at: now, weight: 1, server, lane });
      continue;
    }
    expect(enforced).toBe(true);
    if (now >= (shutOutUntil[server] ?? 0)) expect(full[admission.facet]).toBe(true);
    if (admission.facet !== 'concurrency') shutOutUntil[server] = now + admission.retryAfterSeconds * 1_000;
  }
  return { engine, witness };
}

describe('the limits, whatever is asked', () => {
  it.each([
    ['enforced', true],
    ['only counted', false],
  ])('when they are %s, refuse for a reason only, and report what a witness saw', (_, enforced) => {
    fc.assert(
      fc.property(steps, (planned) => {
        const { engine, witness } = play(planned, enforced);
        const report = engine.report()['user'];
        expect(report?.fullestWindow.requests ?? 0).toBe(witness.fullest(witness.arrivals));
        expect(report?.fullestWindow.executionMs ?? 0).toBe(witness.fullest(witness.completions));
        for (const [lane, { fullestWindow }] of Object.entries(report?.lanes ?? {}))
          expect(fullestWindow).toEqual({
            requests: witness.fullest(witness.arrivals, lane),
            executionMs: witness.fullest(witness.completions, lane),
          });
      }),
      { numRuns: 200 },
    );
  });
});
