import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { minutesToThrottling } from './forecast.js';
import { ledgerSettings } from './ledger/ledger-settings.js';
import type { PastSpend } from './ledger/spent-window.js';
import { eachLane } from './limits.js';

const windowMs = 300_000;
const settings = ledgerSettings({ windowMs });

interface Situation {
  /** Oldest first. */
  past: PastSpend[];
  inFlight: number;
  /** A second, of all lanes together. */
  requestsPerSecond: number;
  room: number;
}

/** The same of both facets: a request takes 100 ms. */
function forecastOf({ past, inFlight, requestsPerSecond, room }: Situation) {
  const third = { requests: requestsPerSecond / 3, executionMs: (requestsPerSecond * 100) / 3 };
  const requests = past.reduce((sum, spend) => sum + spend.requests, 0);
  return minutesToThrottling({
    settings,
    past,
    room: { requests: room, executionMs: room * 100, concurrency: 50 },
    view: {
      limits: settings.limits,
      spent: { requests, executionMs: requests * 100 },
      inFlight,
      setAsideMs: inFlight * 100,
      heldBack: { requests: 0, executionMs: 0 },
      callScale: 1,
      operations: 0,
      rates: eachLane(() => third),
    },
  });
}

const spendOf = (ageMs: number, requests: number): PastSpend => ({
  ageMs,
  requests,
  executionMs: requests * 100,
});

describe('the forecast', () => {
  it('tells when the room is used up', () => {
    const situation = { past: [spendOf(0, 100)], inFlight: 20, requestsPerSecond: 10, room: 1_320 };
    expect(forecastOf(situation)).toEqual({ requests: 2, executionTime: 2, concurrency: undefined });
  });

  it('counts on what is given back until then', () => {
    const past = [spendOf(windowMs - 60_000, 600), spendOf(0, 100)];
    expect(forecastOf({ past, inFlight: 0, requestsPerSecond: 10, room: 1_900 }).requests).toBe(3);
  });

  it('tells of no limit that is never reached at this rate', () => {
    expect(
      forecastOf({ past: [], inFlight: 0, requestsPerSecond: 19.7, room: 5_940 }).requests,
    ).toBeUndefined();
    expect(forecastOf({ past: [], inFlight: 0, requestsPerSecond: 0, room: 5_940 }).requests).toBeUndefined();
  });

  it('is now where there is no room', () => {
    const situation = { past: [spendOf(200_000, 70)], inFlight: 50, requestsPerSecond: 0, room: 120 };
    expect(forecastOf(situation)).toEqual({ requests: 0, executionTime: 0, concurrency: 0 });
  });

  it('is what a simulation by the second comes to, whatever was spent', () => {
    const situations: fc.Arbitrary<Situation> = fc.record({
      past: fc
        .array(fc.record({ ageS: fc.nat(299), requests: fc.nat(200) }), { maxLength: 40 })
        .map((past) =>
          past.sort((a, b) => b.ageS - a.ageS).map(({ ageS, requests }) => spendOf(ageS * 1_000, requests)),
        ),
      inFlight: fc.nat(50),
      requestsPerSecond: fc.nat(40),
      room: fc.integer({ min: 1, max: 6_000 }),
    });
    fc.assert(
      fc.property(situations, (situation) => {
        const seconds = (forecastOf(situation).requests ?? Infinity) * 60;
        // A step of the simulation is a second, so it is right within what one second brings.
        const step = situation.requestsPerSecond;
        expect(seconds).toBeGreaterThanOrEqual(simulated({ ...situation, room: situation.room - step }));
        expect(seconds).toBeLessThanOrEqual(simulated({ ...situation, room: situation.room + step }));
      }),
      { numRuns: 500 },
    );
  });
});

/** Plays two windows, second by second; answers when the room was first used up. */
function simulated({ past, inFlight, requestsPerSecond, room }: Situation): number {
  const entries = past.map(({ ageMs, requests }) => ({
    expires: windowMs / 1_000 - ageMs / 1_000,
    requests,
  }));
  let level = entries.reduce((sum, { requests }) => sum + requests, inFlight);
  for (let second = 0; second <= 600; second += 1) {
    if (level >= room) return second;
    const expired = entries.filter(({ expires }) => expires === second + 1);
    level += requestsPerSecond - expired.reduce((sum, { requests }) => sum + requests, 0);
    entries.push({ expires: second + 1 + windowMs / 1_000, requests: requestsPerSecond });
  }
  return Infinity;
}
