import { type BudgetLimits, eachLane, type Lane, lanesAbove, lanesByRank, type Spend } from '../limits.js';
import type { Flight } from './flight.js';
import type { LaneLimits } from './lane-limits.js';
import type { Wait } from './ledger-message.js';
import type { LedgerSettings } from './ledger-settings.js';
import type { Head, Line } from './line.js';
import { Pace } from './pace.js';
import type { Rates } from './rates.js';
import type { Reactions } from './reactions.js';
import type { SpentWindow } from './spent-window.js';

/** What an admission is decided from. */
export interface AdmissionParts {
  window: SpentWindow;
  flight: Flight;
  line: Line;
  rates: Rates;
  reactions: Reactions;
  limits: LaneLimits;
}

/**
 * Whether the next one may go: no 429 holds everybody back, and in every facet what was spent in the window plus what is set aside for
 * those in flight plus what those before it want plus its own estimate stays within the limit for its lane.
 *
 * A lane with lanes above it that were heard of within a window, or that have a reserve, is paced, too: they find room at any moment.
 * A reserve alone is soon spent behind a window that was filled at once. Where nobody is to be kept room for, an idle window may be spent
 * at once. An overdue lane goes by the limits of the first.
 */
export class Admission {
  private readonly paces = eachLane(() => new Pace());

  constructor(
    private readonly settings: LedgerSettings,
    private readonly parts: AdmissionParts,
  ) {}

  /** Lets the paced lanes have what time has brought them. */
  refill(now: number): void {
    for (const lane of lanesByRank) this.refillLane(lane, now);
  }

  /** So much was taken from the pace of its lane; negative when it is given back. */
  took(lane: Lane, spend: Spend): void {
    this.paces[lane].take(spend);
  }

  /** Why this one cannot go now, and when that may change by itself; a returned permit may change it sooner. */
  hindrance(head: Head, now: number, othersInFlight: number): Wait | undefined {
    const block = this.parts.reactions.block(now);
    if (block) return { ms: block.forMs, hindrance: 'block' };
    const isOverdue = this.parts.line.isOverdue(head.lane);
    const limits = this.parts.limits.of(isOverdue ? 'interactive' : head.lane, now);
    const before = this.parts.line.before(head);
    const wanted = {
      requests: before.length + 1,
      executionMs: sumOf(before) + Math.min(head.estimatedMs, limits.executionMs),
    };
    return (
      this.wantOfRoom(wanted, limits, now) ??
      this.wantOfPlace(wanted.requests, limits, othersInFlight) ??
      (isOverdue ? undefined : this.wantOfTokens(head, before))
    );
  }

  private wantOfRoom(wanted: Spend, limits: BudgetLimits, now: number): Wait | undefined {
    const { window, flight } = this.parts;
    const spent = window.spent(now);
    const over = {
      requests: spent.requests + flight.count + wanted.requests - limits.requests,
      executionMs: spent.executionMs + flight.setAsideMs(now) + wanted.executionMs - limits.executionMs,
    };
    if (over.requests <= 0 && over.executionMs <= 1e-6) return undefined;
    const freedAt = window.whenFreed(over);
    return {
      ms: freedAt === undefined ? this.patienceMs : freedAt - now,
      hindrance: over.requests > 0 ? 'requests' : 'executionTime',
    };
  }

  private wantOfPlace(wanted: number, limits: BudgetLimits, othersInFlight: number): Wait | undefined {
    const after = this.parts.flight.count + wanted;
    if (after > limits.concurrency) return { ms: this.patienceMs, hindrance: 'concurrency' };
    const { environmentConcurrency = Infinity } = this.settings;
    if (after + othersInFlight <= environmentConcurrency) return undefined;
    return { ms: this.patienceMs, hindrance: 'environment' };
  }

  private wantOfTokens(head: Head, before: Head[]): Wait | undefined {
    const elders = before.filter(({ lane }) => lane === head.lane);
    const ms = this.paces[head.lane].waitFor({
      requests: elders.length + 1,
      executionMs: sumOf(elders) + head.estimatedMs,
    });
    // The pace may become faster meanwhile.
    return ms > 0 ? { ms: Math.min(ms, this.patienceMs * 10), hindrance: 'pace' } : undefined;
  }

  /** When nothing foretells a change. */
  private get patienceMs(): number {
    return this.settings.windowMs / 600;
  }

  private refillLane(lane: Lane, now: number): void {
    const { windowMs, reserves } = this.settings;
    const { rates } = this.parts;
    const above = lanesAbove(lane).filter(
      (each) => reserves[each] > 0 || rates.wasHeardSince(each, now - windowMs),
    );
    if (above.length === 0) return this.paces[lane].refill(now, undefined);
    const { requests, executionMs } = this.parts.limits.of(lane, now);
    this.paces[lane].refill(now, {
      limit: { requests: Math.max(requests, 1), executionMs: Math.max(executionMs, 1) },
      windowMs,
      above: sumOfSpends(above.map((each) => rates.of(each, now))),
    });
  }
}

const sumOf = (heads: Head[]): number => heads.reduce((sum, { estimatedMs }) => sum + estimatedMs, 0);

const sumOfSpends = (spends: Spend[]): Spend => ({
  requests: spends.reduce((sum, { requests }) => sum + requests, 0),
  executionMs: spends.reduce((sum, { executionMs }) => sum + executionMs, 0),
});
