import type { ServedCall } from '../../simulation/call-log.js';

/** A process that sends nothing but the calls of citizens, up to the end of the measurement. Moments in milliseconds. */
export interface CitizensSeen {
  /** When each of them asked, in the order of asking. */
  askedAt: readonly number[];
  /** What the service has seen of them, in any order. */
  served: readonly ServedCall[];
  /** The road to the service, one way. */
  roadMs: number;
  /** Whoever was served before is not counted. */
  from: number;
  until: number;
}

export interface CitizensWaits {
  /** For the budget; of those who still wait, up to now. Shortest first. */
  waitsMs: number[];
  /** How many still wait. */
  unserved: number;
}

/**
 * How long citizens have waited. Those who still wait at the end belong to them: a budget that lets most of them starve would else
 * be praised for the few that it serves at once. What was sent later than a road before the end is not yet seen, so that is where
 * the look ends.
 */
export function waitsOf({ askedAt, served, roadMs, from, until }: CitizensSeen): CitizensWaits {
  const lastSentAt = until - roadMs;
  const places = new Set(served.map(({ place }) => place));
  const waiting = askedAt.filter((at, index) => !places.has(index + 1) && at <= lastSentAt);
  const waitsMs = [
    ...served
      .filter(({ arrivedAt }) => arrivedAt >= from)
      .map((call) => call.arrivedAt - roadMs - call.askedAt),
    ...waiting.map((at) => lastSentAt - at),
  ];
  return { waitsMs: waitsMs.sort((a, b) => a - b), unserved: waiting.length };
}
