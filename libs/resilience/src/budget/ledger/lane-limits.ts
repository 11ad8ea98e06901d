import { type BudgetLimits, type Lane, lanesAbove } from '../limits.js';
import type { Flight } from './flight.js';
import type { LedgerSettings } from './ledger-settings.js';
import type { Members } from './members.js';
import type { Reactions } from './reactions.js';

/** Of the limit on concurrency, for a lane with a reserve: 2 % of 52 would be one place. */
const leastConcurrencyReserve = 0.08;

/**
 * What a lane may have of each limit: the published one, less the margin, less the reserves of the lanes above, less what is held
 * back for processes that may work unheard, and less what the service's answers have taught.
 */
export class LaneLimits {
  constructor(
    private readonly settings: LedgerSettings,
    private readonly members: Members,
    private readonly reactions: Reactions,
    private readonly flight: Flight,
  ) {}

  /** With one request more. */
  of(lane: Lane, now: number): BudgetLimits {
    const { limits, margin, reserves } = this.settings;
    const reserved = lanesAbove(lane).reduce((sum, above) => sum + reserves[above], 0);
    const heldBack = this.members.heldBack(now);
    const headroomMs = this.reactions.headroomMs(now, this.flight.count + 1);
    const leftOver = Math.max(limits.executionMs * (1 - margin), headroomMs);
    return {
      requests: Math.floor(limits.requests * (margin - reserved) - heldBack.requests),
      executionMs:
        (limits.executionMs - leftOver) * this.reactions.scale(now) -
        limits.executionMs * reserved -
        heldBack.executionMs,
      concurrency: this.places(lane, now),
    };
  }

  private places(lane: Lane, now: number): number {
    const allowed = this.placesForAll(now);
    const hint = lane === 'interactive' ? undefined : this.reactions.recommendedConcurrency;
    const places = Math.min(allowed - this.placesReservedAbove(lane), hint ?? allowed);
    return Math.max(places, Math.min(allowed, 1));
  }

  /** One place is left for each process that may be cut off, so that none of them stands still. */
  private placesForAll(now: number): number {
    const { limits, margin, processes } = this.settings;
    const inReserve = processes > 1 ? processes : 0;
    const places = Math.floor(Math.min(limits.concurrency * margin, limits.concurrency - inReserve));
    const forMissing = this.members.missing(now) * Math.floor((limits.concurrency - inReserve) / processes);
    return Math.min(places - forMissing, this.reactions.concurrency(now));
  }

  private placesReservedAbove(lane: Lane): number {
    const { limits, reserves } = this.settings;
    const shares = lanesAbove(lane).map((above) => reserves[above]);
    const places = (share: number) =>
      Math.ceil(limits.concurrency * Math.max(share, leastConcurrencyReserve));
    return shares.reduce((sum, share) => sum + (share > 0 ? places(share) : 0), 0);
  }
}
