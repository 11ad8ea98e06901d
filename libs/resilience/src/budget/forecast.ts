import type { LedgerReport } from './ledger/ledger-report.js';
import { lanesByRank, type Spend } from './limits.js';

/** In how many minutes each limit is reached; undefined when it never is. */
export interface Forecast {
  requests: number | undefined;
  executionTime: number | undefined;
  concurrency: number | undefined;
}

const minuteMs = 60_000;

/**
 * In how many minutes there will be no room left, if the lanes go on as they lately did: from then on calls wait. What expires
 * meanwhile is given back, so what is not reached within a window never is. Concurrency is not spent over time: it is reached now or not at all.
 */
export function minutesToThrottling(
  report: Pick<LedgerReport, 'past' | 'room' | 'settings' | 'view'>,
): Forecast {
  const { requests, executionMs, concurrency } = report.room;
  const { inFlight, setAsideMs } = report.view;
  return {
    requests: minutesUntil('requests', inFlight, requests, report),
    executionTime: minutesUntil('executionMs', setAsideMs, executionMs, report),
    concurrency: inFlight >= concurrency ? 0 : undefined,
  };
}

function minutesUntil(
  facet: keyof Spend,
  held: number,
  room: number,
  { view, past, settings }: Pick<LedgerReport, 'past' | 'settings' | 'view'>,
): number | undefined {
  const perSecond = lanesByRank.reduce((sum, lane) => sum + view.rates[lane][facet], 0);
  const givenBack = past.map((spend) => ({
    inMs: settings.windowMs - spend.ageMs,
    amount: spend[facet],
  }));
  const ms = reachedInMs({
    level: view.spent[facet] + held,
    room,
    perMs: perSecond / 1_000,
    // Then begins to expire what is spent from now on, at the rate at which it is spent.
    steps: [...givenBack, { inMs: settings.windowMs, amount: 0 }],
  });
  return ms === undefined ? undefined : ms / minuteMs;
}

/** A level that rises steadily and falls by steps. */
interface Course {
  level: number;
  room: number;
  perMs: number;
  /** The soonest first. */
  steps: { inMs: number; amount: number }[];
}

function reachedInMs({ level, room, perMs, steps }: Course): number | undefined {
  let lack = room - level;
  let at = 0;
  for (const { inMs, amount } of steps) {
    if (lack <= 0) return at;
    if (lack <= perMs * (inMs - at)) return at + lack / perMs;
    lack += amount - perMs * (inMs - at);
    at = inMs;
  }
  return undefined;
}
