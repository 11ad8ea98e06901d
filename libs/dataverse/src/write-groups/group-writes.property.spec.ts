import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type HttpRequest, type HttpResponse, pipeline, TransportError } from '#lib/http';
import { answerOf, requestOf } from '#lib/http/testing';
import { ManualClock } from '#lib/resilience/testing';
import { groupWritesPolicy } from './group-writes.policy.js';
import { rowOrderPolicy } from './row-order.policy.js';
import { type ArrivedWrite, FarSide, type HeldRequest } from './testing.js';

const url = 'https://contoso.crm4.dynamics.com';
const limits = { atOnce: 2, mostOperations: 5, longestDelayMs: 250 };

/** A write that somebody asks for; times in milliseconds. */
interface Asked {
  afterMs: number;
  row: number;
  lane: 'interactive' | 'event';
  /** The caller leaves then, counted from when it asked. */
  leavesAfterMs: number | undefined;
}

/** What becomes of a request. */
interface Fate {
  takesMs: number;
  end: 'answered' | 'lost' | 'too-large' | 'unavailable';
  /** Whether the writes that it carries are refused, by their number modulo three. */
  refused: number;
}

const askedFor = (rows: number) =>
  fc.array(
    fc.record<Asked>({
      afterMs: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, fc.nat(200)),
      row: fc.nat(rows),
      lane: fc.constantFrom('interactive', 'interactive', 'event'),
      leavesAfterMs: fc.option(fc.nat(600), { nil: undefined, freq: 4 }),
    }),
    { minLength: 1, maxLength: 40 },
  );

const fates = fc.array(
  fc.record<Fate>({
    takesMs: fc.nat(700),
    end: fc.constantFrom('answered', 'answered', 'answered', 'lost', 'too-large', 'unavailable'),
    refused: fc.nat(5),
  }),
  { minLength: 1, maxLength: 20 },
);

interface Caller extends Asked {
  number: number;
  askedAt: number;
  left: boolean;
  outcome?: HttpResponse | Error;
}

/** A request as the far side saw it. */
interface Seen {
  held: HeldRequest;
  fate: Fate;
  lane: HttpRequest['lane'];
  arrivedAt: number;
  endedAt: number;
}

/** Lets it all happen, and tells what each caller heard and what came to the far side, when. */
async function happen(asked: readonly Asked[], ends: readonly Fate[]) {
  const clock = new ManualClock(0);
  const farSide = new FarSide();
  const seen: Seen[] = [];
  const send = pipeline([rowOrderPolicy(), groupWritesPolicy({ ...limits, url, clock })], (request) => {
    const answer = farSide.send(request);
    const held = farSide.came(seen.length);
    const fate = ends[seen.length % ends.length] as Fate;
    const one: Seen = { held, fate, lane: request.lane, arrivedAt: clock.now(), endedAt: Infinity };
    seen.push(one);
    clock.after(fate.takesMs, () => meet(held, fate));
    return answer.finally(() => (one.endedAt = clock.now()));
  });
  const callers: Caller[] = [];
  for (const each of asked) {
    await clock.advance(each.afterMs);
    const caller: Caller = { ...each, number: callers.length, askedAt: clock.now(), left: false };
    callers.push(caller);
    send(requestFor(caller, leaving(caller, clock))).then(
      (response) => (caller.outcome = response),
      (error: Error) => (caller.outcome = error),
    );
  }
  await clock.advance(1_000_000);
  return { callers, seen, asleep: clock.asleep };
}

function leaving(caller: Caller, clock: ManualClock): AbortSignal {
  const controller = new AbortController();
  if (caller.leavesAfterMs !== undefined)
    clock.after(caller.leavesAfterMs, () => {
      caller.left = caller.outcome === undefined;
      controller.abort(new Error('left'));
    });
  return controller.signal;
}

const requestFor = ({ number, row, lane }: Caller, signal: AbortSignal): HttpRequest =>
  requestOf({
    method: 'PATCH',
    url: `${url}/api/data/v9.2/contacts(${row})`,
    body: `{"number":${number}}`,
    lane,
    signal,
  });

const numberOf = ({ body }: ArrivedWrite): number => (JSON.parse(body) as { number: number }).number;

const lost = new TransportError('connection-reset', 'unknown');

function meet(held: HeldRequest, { end, refused }: Fate): void {
  if (end === 'lost') held.fail(lost);
  else if (end === 'too-large' && held.isBatch) held.answer(answerOf(413));
  else if (end === 'unavailable') held.answer(answerOf(503));
  else held.answerEach((write) => answerTo(numberOf(write), refused));
}

/** Tells whose answer it is. */
const answerTo = (number: number, refused: number): HttpResponse =>
  answerOf(number % 3 === refused ? 412 : 204, { headers: { 'odata-entityid': String(number) } });

const isTakenApart = ({ held, fate }: Seen): boolean => held.isBatch && fate.end === 'too-large';

const carries = ({ held }: Seen, { number }: Caller): boolean =>
  held.writes.some((write) => numberOf(write) === number);

describe('writes that share requests, whatever happens', () => {
  it('are carried once each, and each caller hears what became of its own', async () => {
    await fc.assert(
      fc.asyncProperty(askedFor(1_000_000), fates, async (asked, ends) => {
        const { callers, seen, asleep } = await happen(asked, ends);
        for (const caller of callers) {
          const [carrier, ...doubles] = seen.filter((each) => carries(each, caller) && !isTakenApart(each));
          expect(doubles).toEqual([]);
          if (carrier) expect(heard(caller)).toEqual(due(caller, carrier.fate));
          else expect([caller.left, heard(caller)]).toEqual([true, 'left']);
        }
        expect(asleep).toBe(0);
      }),
    );
  });

  it('wait no longer than they may, and not at all while a place is free', async () => {
    await fc.assert(
      fc.asyncProperty(askedFor(0), fates, async (asked, ends) => {
        const ofOneRowEach = asked.map((each, row) => ({ ...each, row }));
        const { callers, seen } = await happen(ofOneRowEach, ends);
        for (const caller of callers) {
          const carrier = seen.find((each) => carries(each, caller));
          const waitedMs = (carrier?.arrivedAt ?? caller.askedAt) - caller.askedAt;
          expect(waitedMs).toBeLessThanOrEqual(limits.longestDelayMs);
          const others = seen.filter((each) => each.lane === caller.lane && isOnItsWay(each, caller.askedAt));
          if (waitedMs > 0) expect(others.length).toBeGreaterThanOrEqual(limits.atOnce);
        }
      }),
    );
  });

  it('of one row come in the order in which they were asked for, one at a time', async () => {
    await fc.assert(
      fc.asyncProperty(askedFor(9), fates, async (asked, ends) => {
        const { callers, seen } = await happen(asked, ends);
        for (const row of new Set(callers.map((caller) => caller.row))) {
          const ofRow = callers.filter((caller) => caller.row === row);
          let endedAt = 0;
          for (const caller of ofRow) {
            const carrier = seen.find((each) => carries(each, caller) && !isTakenApart(each));
            if (!carrier) continue;
            expect(carrier.arrivedAt).toBeGreaterThanOrEqual(endedAt);
            ({ endedAt } = carrier);
          }
        }
      }),
      { numRuns: 300 },
    );
  });
});

const isOnItsWay = ({ arrivedAt, endedAt }: Seen, at: number): boolean => arrivedAt <= at && endedAt > at;

/** What a caller was told, in a form to compare. */
function heard({ outcome }: Caller): unknown {
  if (outcome instanceof Error) return outcome.message;
  return outcome && [outcome.status, outcome.headers['odata-entityid']];
}

/** What a caller should be told of a write that was carried so. Who leaves last cancels the request, and is told so. */
function due({ number, left, outcome }: Caller, { end, refused }: Fate): unknown {
  if (left && outcome instanceof Error && outcome !== lost) return 'left';
  if (end === 'lost') return lost.message;
  if (end === 'unavailable') return [503, undefined];
  const { status, headers } = answerTo(number, refused);
  return [status, headers['odata-entityid']];
}
