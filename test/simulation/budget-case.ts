import fc from 'fast-check';
import type { Lane } from '#lib/resilience';
import type { Trouble } from './trouble.js';

/** Calls that somebody wishes for, spread at random over some time. Moments and durations in milliseconds. */
export interface Wave {
  atMs: number;
  overMs: number;
  /** Of the process that is asked. */
  place: number;
  lane: Lane;
  rows: number;
  calls: number;
  /** The callers of so many of them leave before their time. */
  leavingShare: number;
}

/** What calls take, as it is drawn for one story. */
export interface CaseCost {
  meanMs: number;
  /** A cost lies anywhere within this share around its mean. */
  jitter: number;
  /** A few take so much longer than anybody could foresee. */
  tail: { share: number; excessMs: number };
  /** From some moment on all of them take so many times as long. */
  step: { atMs: number; factor: number };
}

/** A story that the budget must bear, as plain data. It is scaled down: a window lasts ten seconds. */
export interface BudgetCase {
  seed: number;
  processes: number;
  limits: { requests: number; executionMs: number; concurrency: number };
  reserves: Partial<Record<Lane, number>>;
  rttMs: number;
  /** Timers and answers come late by up to so much. */
  latestMs: number;
  /** The transport measures so much too little, as a share. */
  unseenShare: number;
  cost: CaseCost;
  /** By how much the clock of each process is ahead. */
  aheadMs: number[];
  waves: Wave[];
  troubles: Trouble[];
}

export const windowMs = 10_000;
/** No call takes as long. */
export const leaseMs = 2_000;
/** Of the limits, spent; the rest is what the bounds below are about. */
export const margin = 0.9;
/** So many calls may take unforeseeably long at once. */
export const mostOverrunsAtOnce = 3;

/** Arrivals go on for so long. */
const storyMs = 2.5 * windowMs;
/** What is left of the margin beside the processes that move in it without the ledger; shared out below. */
const spare = (1 - margin) / 2;

const share = (max: number) => fc.double({ min: 0, max, noNaN: true });
const upTo = (max: number) => fc.integer({ min: 0, max });
const moment = upTo(storyMs);
const lanes = fc.constantFrom<Lane>('interactive', 'event', 'batch');

/**
 * Any story within the bounds under which "never above the limit" can be promised at all:
 * - each process that may work without the ledger finds room in the margin for one request of its own, since it sends one;
 * - of the margin's other half, a tenth goes to what the transport cannot see, the rest to calls that take longer than was set aside for
 *   them: at most three at once unforeseeably, or all at once by a step in cost;
 * - the ledger's clock is not set forward, and nobody is cut off from a ledger that is found empty.
 */
export const budgetCases: fc.Arbitrary<BudgetCase> = fc
  .oneof(
    { weight: 3, arbitrary: fc.integer({ min: 1, max: 3 }) },
    { weight: 1, arbitrary: fc.integer({ min: 4, max: 8 }) },
  )
  .chain((processes) => casesOf(processes));

/** The story of a number, the same each time. */
export function storyOf(seed: number): BudgetCase {
  const [story] = fc.sample(budgetCases, { seed, numRuns: 1 });
  if (!story) throw new Error('There is no story.');
  return story;
}

function casesOf(processes: number): fc.Arbitrary<BudgetCase> {
  return fc
    .record({
      requests: fc.integer({ min: 20 * processes, max: 40 * processes }),
      meanMs: fc.integer({ min: 10, max: 60 }),
      rttMs: upTo(30),
      latestMs: upTo(20),
      callsThatFit: fc.integer({ min: 32, max: 60 }),
      concurrency: fc.integer({ min: 2 * processes + 2, max: 2 * processes + 14 }),
    })
    .chain(({ requests, meanMs, rttMs, latestMs, callsThatFit, concurrency }) => {
      const executionMs = (meanMs + rttMs + latestMs) * callsThatFit * processes;
      const limits = { requests, executionMs, concurrency };
      return fc.record({
        seed: fc.integer({ min: 0, max: 2 ** 31 }),
        processes: fc.constant(processes),
        limits: fc.constant(limits),
        reserves: fc.record({ interactive: share(0.1), event: share(0.1) }, { requiredKeys: [] }),
        rttMs: fc.constant(rttMs),
        latestMs: fc.constant(latestMs),
        unseenShare: share(spare / 10),
        cost: costs(meanMs, limits),
        aheadMs: fc.array(fc.integer({ min: -5_000, max: 5_000 }), { minLength: 8, maxLength: 8 }),
        waves: fc.array(waves(requests), { minLength: 1, maxLength: 8 }),
        // One process keeps its ledger in its memory: it has nothing to be cut off from, and a restart forgets.
        troubles: processes === 1 ? fc.constant([]) : fc.array(troubles, { maxLength: 4 }).filter(isBearable),
      });
    });
}

function costs(meanMs: number, { executionMs, concurrency }: BudgetCase['limits']): fc.Arbitrary<CaseCost> {
  const spareMs = executionMs * spare * 0.4;
  return share(0.2).chain((jitter) => {
    // 1.2 times the mean is set aside for each.
    const mostByStep = (1.2 + spareMs / concurrency / (2 * meanMs)) / (1 + jitter);
    return fc.record({
      meanMs: fc.constant(meanMs),
      jitter: fc.constant(jitter),
      tail: fc.record({ share: share(0.1), excessMs: share(spareMs / mostOverrunsAtOnce) }),
      step: fc.record({
        atMs: moment,
        factor: fc.double({ min: 0.3, max: Math.max(mostByStep, 0.3), noNaN: true }),
      }),
    });
  });
}

const waves = (requests: number): fc.Arbitrary<Wave> =>
  fc.record({
    atMs: moment,
    overMs: fc.oneof(upTo(50), moment),
    place: upTo(7),
    lane: lanes,
    rows: fc.constantFrom(1, 1, 1, 3),
    calls: fc.oneof(upTo(10), upTo(requests)).map((calls) => calls + 1),
    leavingShare: fc.constantFrom(0, 0, 0.1, 0.5),
  });

const places = fc.uniqueArray(upTo(7), { minLength: 1, maxLength: 8 });
const lasting = fc.oneof(upTo(500), upTo(1.5 * windowMs));

/** Where the ledger is lost, everybody reaches the new one within seconds: of whom it has never heard, it cannot know. */
function isBearable(together: Trouble[]): boolean {
  const isLost = together.some((trouble) => trouble.kind === 'ledger restarts' && trouble.isEmpty);
  return !isLost || together.every((trouble) => !('forMs' in trouble) || trouble.forMs <= 500);
}

const troubles: fc.Arbitrary<Trouble> = fc.oneof(
  fc.record({ kind: fc.constant('kill' as const), atMs: moment, place: upTo(7), backAfterMs: lasting }),
  fc.record({
    kind: fc.constant('cut' as const),
    atMs: moment,
    places,
    carriage: fc.constantFrom('requests lost' as const, 'answers lost' as const),
    forMs: lasting,
  }),
  fc.record({ kind: fc.constant('slow' as const), atMs: moment, places, byMs: upTo(300), forMs: lasting }),
  fc.record({
    kind: fc.constant('ledger restarts' as const),
    atMs: moment,
    isEmpty: fc.boolean(),
    downForMs: lasting,
  }),
  fc.record({ kind: fc.constant('ledger clock goes back' as const), atMs: moment, byMs: upTo(3_000) }),
);
