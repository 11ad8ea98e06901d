import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fullestWindow } from '../../../../test/support/fullest-window.js';
import { ManualClock } from '../manual-clock.js';
import { memoryBudget } from './budgets.js';
import type { Lane } from './limits.js';

const limits = { requests: 12, executionMs: 6_000, concurrency: 4 };
const windowMs = 300_000;

interface Call {
  lane: Lane;
  arrivesMs: number;
  costMs: number;
  /** How much of the cost was foreseen too little or too much: the estimate is never below the cost. */
  spareMs: number;
}

const calls: fc.Arbitrary<Call[]> = fc.array(
  fc.record({
    lane: fc.constantFrom<Lane>('interactive', 'event', 'batch'),
    // In bursts, which fill the concurrency, and spread out, which fills the window.
    arrivesMs: fc.oneof(fc.integer({ min: 0, max: 100 }), fc.integer({ min: 0, max: 2 * windowMs })),
    costMs: fc.oneof(fc.integer({ min: 1, max: 400 }), fc.integer({ min: 1, max: 3_000 })),
    spareMs: fc.integer({ min: 0, max: 500 }),
  }),
  { minLength: 1, maxLength: 60 },
);

interface Served extends Call {
  order: number;
  sentAt: number;
  answeredAt: number;
}

/** Plays the calls in virtual time and writes down what a server would see, apart from what the budget believes. */
async function play(planned: Call[]): Promise<Served[]> {
  const clock = new ManualClock(0);
  const budget = memoryBudget({ limits, margin: 1, windowMs }, clock);
  const served: Served[] = [];
  let order = 0;
  const run = async (call: Call) => {
    await clock.sleep(call.arrivesMs);
    const asked = (order += 1);
    const permit = await budget.acquire({ lane: call.lane, estimatedMs: call.costMs + call.spareMs });
    const sentAt = clock.now();
    await clock.sleep(call.costMs);
    permit.settle({ executionMs: call.costMs });
    served.push({ ...call, order: asked, sentAt, answeredAt: clock.now() });
  };
  const all = planned.map(run);
  // Enough windows for every call to be the only one in its window.
  await clock.advance((planned.length + 4) * windowMs);
  expect(served).toHaveLength(planned.length);
  await Promise.all(all);
  return served;
}

describe('memoryBudget, whatever is asked of it', () => {
  it('lets no window pass a limit, whether the server counts at arrival or at completion, and starves nobody', async () => {
    await fc.assert(
      fc.asyncProperty(calls, async (planned) => {
        const served = await play(planned);
        for (const at of ['sentAt', 'answeredAt'] as const) {
          const count = fullestWindow(
            served.map((call) => ({ at: call[at], weight: 1 })),
            windowMs,
          );
          const spent = fullestWindow(
            served.map((call) => ({ at: call[at], weight: call.costMs })),
            windowMs,
          );
          expect(count).toBeLessThanOrEqual(limits.requests);
          expect(spent).toBeLessThanOrEqual(limits.executionMs);
        }
        for (const { sentAt } of served) {
          const running = served.filter((other) => other.sentAt <= sentAt && other.answeredAt > sentAt);
          expect(running.length).toBeLessThanOrEqual(limits.concurrency);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('serves each lane in the order of asking', async () => {
    await fc.assert(
      fc.asyncProperty(calls, async (planned) => {
        const served = await play(planned);
        for (const lane of ['interactive', 'event', 'batch'] as const) {
          const inLane = served.filter((call) => call.lane === lane).sort((a, b) => a.order - b.order);
          const times = inLane.map(({ sentAt }) => sentAt);
          expect(times).toEqual([...times].sort((a, b) => a - b));
        }
      }),
      { numRuns: 60 },
    );
  });
});
