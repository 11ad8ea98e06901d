import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SlidingLog } from './sliding-log.js';

const WINDOW_MS = 100;

interface Entry {
  at: number;
  weight: number;
}

/** Steps of time, often none at all and sometimes exactly a window, each with what is added then. */
const steps = fc.array(
  fc.record({
    pass: fc.oneof(fc.constantFrom(0, 1, WINDOW_MS - 1, WINDOW_MS), fc.integer({ min: 0, max: 40 })),
    weight: fc.integer({ min: 0, max: 50 }),
    /** What the entry turns out to weigh more than that, told one step later. */
    more: fc.integer({ min: -5, max: 50 }),
  }),
  { minLength: 1, maxLength: 80 },
);

const sumUpTo = (entries: readonly Entry[], now: number) =>
  entries.filter(({ at }) => at > now - WINDOW_MS && at <= now).reduce((sum, { weight }) => sum + weight, 0);

/** No window holds more than one that ends with an entry. */
const fullestOf = (entries: readonly Entry[]) => Math.max(...entries.map(({ at }) => sumUpTo(entries, at)));

/** Each after its pass; `look` sees the log after every one. */
function writeAll(
  planned: readonly { pass: number; weight: number }[],
  look: (log: SlidingLog, entries: readonly Entry[], now: number) => void = () => undefined,
) {
  const log = new SlidingLog(WINDOW_MS);
  const entries: Entry[] = [];
  let now = 0;
  for (const { pass, weight } of planned) {
    now += pass;
    log.add(now, weight);
    entries.push({ at: now, weight });
    look(log, entries, now);
  }
  return { log, entries, now };
}

describe('a sliding log, whatever is written into it', () => {
  it('has the sum and the fullest window that one finds by going through everything', () => {
    fc.assert(
      fc.property(steps, (planned) => {
        writeAll(planned, (log, entries, now) => {
          expect(log.sumAt(now)).toBe(sumUpTo(entries, now));
          expect(log.fullest).toBe(fullestOf(entries));
        });
      }),
    );
  });

  it('has them also when entries are amended before they leave', () => {
    fc.assert(
      fc.property(steps, (planned) => {
        const log = new SlidingLog(WINDOW_MS);
        const entries: Entry[] = [];
        let now = 0;
        for (const { pass, weight, more } of planned) {
          now += Math.min(pass, WINDOW_MS - 1);
          const entry = log.add(now, weight + 5);
          log.amend(entry, more);
          entries.push({ at: now, weight: weight + 5 + more });
        }
        expect(log.sumAt(now)).toBe(sumUpTo(entries, now));
        expect(log.fullest).toBe(fullestOf(entries));
      }),
    );
  });

  it('says when there is room again, to the millisecond', () => {
    fc.assert(
      fc.property(steps, fc.integer({ min: 1, max: 60 }), (planned, limit) => {
        const { log, entries, now } = writeAll(planned);
        fc.pre(log.sumAt(now) >= limit);
        const room = log.fallsBelow(limit);
        expect(sumUpTo(entries, room)).toBeLessThan(limit);
        expect(sumUpTo(entries, room - 1)).toBeGreaterThanOrEqual(limit);
      }),
    );
  });

  it('amends nothing that has left', () => {
    const log = new SlidingLog(WINDOW_MS);
    const entry = log.add(0, 5);
    log.add(WINDOW_MS, 1);
    log.amend(entry, 100);
    expect([log.sumAt(WINDOW_MS), log.fullest]).toEqual([1, 5]);
  });
});
