import { eachLane, type Lane, lanesAbove, lanesByRank, type Spend } from '../limits.js';
import { Flight } from './flight.js';
import type {
  LedgerAnswer,
  LedgerAsk,
  LedgerMessage,
  LedgerView,
  Settlement,
  Untold,
} from './ledger-message.js';
import type { LedgerSettings } from './ledger-settings.js';
import { type Head, Line } from './line.js';
import { Members } from './members.js';
import { OperationsMeter } from './operations-meter.js';
import { Pace } from './pace.js';
import { Rates } from './rates.js';
import { Reactions } from './reactions.js';
import { SpentWindow } from './spent-window.js';

/** Averages forget over a fifth of the window. */
const memoryInWindows = 0.2;
/** Of the limit on concurrency, for lanes with a reserve: a call is there in no time, so a share of 2 % would be no place at all. */
const leastConcurrencyReserve = 0.08;

type Caps = Spend & { concurrency: number };

/**
 * What one application user has spent, spends and wants: the rules of the budget, without a clock, a queue or a wire of their own.
 *
 * A request is *waiting*, then *in flight*, then *spent*. It goes from waiting to in flight when, in every facet, what was
 * spent in the window plus what is set aside for those in flight plus what those before it want plus its own estimate stays
 * within the limit for its lane, and no 429 holds everybody back. It is spent from the moment its response came until one window
 * later. So the sum is an upper bound of what the server can have counted, whenever within the call the server counts it; for
 * execution time this is so as far as estimates and the room left for surprises are not too low.
 *
 * The limit for a lane is the published one, less the margin, less the reserves of the lanes above, less what is held back for
 * processes that may work unheard. A lane with lanes above it that were heard of within a window is paced, too. Alone it is not, since nobody is
 * there to keep room for: an idle window may be spent at once.
 *
 * The ledger is talked to by messages, so that it can be anywhere: in this process, in Redis (where the same rules
 * stand in Lua), in a simulation. A permit whose owner is gone is spent after the lease: until then Dataverse may still
 * be at it.
 */
export class BudgetLedger {
  private readonly window: SpentWindow;
  private readonly flight = new Flight();
  private readonly line: Line;
  private readonly members: Members;
  private readonly rates: Rates;
  private readonly paces = eachLane(() => new Pace());
  private readonly reactions: Reactions;
  private readonly operations = new OperationsMeter();
  private readonly bornAt: number;
  private hasRecovered = false;
  private latest: number;

  constructor(
    private readonly settings: LedgerSettings,
    now: number,
  ) {
    const { windowMs, slotMs, graceMs, limits, margin, processes } = settings;
    this.bornAt = now;
    this.latest = now;
    this.window = new SpentWindow(windowMs, slotMs);
    this.line = new Line(graceMs);
    this.rates = new Rates(windowMs * memoryInWindows);
    this.reactions = new Reactions(windowMs);
    this.members = new Members(settings, {
      requests: (limits.requests * margin) / processes,
      executionMs: (limits.executionMs * margin) / processes,
    });
  }

  /** @param at Epoch milliseconds; a clock that is set back must not make the window forget. */
  exchange(message: LedgerMessage, at: number, othersInFlight = 0): LedgerAnswer {
    this.latest = Math.max(this.latest, at);
    const now = this.latest;
    this.spendLost(now);
    const isNew = !this.members.knows(message.member);
    if (isNew && !message.untold?.isWhole) return { ...this.silence(now), wantsHistory: true };
    if (message.untold) this.write(message.member, message.untold, now);
    const didGiveBack = this.settle(message.settlements, now);
    this.hear(message, now);
    this.members.heard(message.member, now, message);
    const outcome = this.serve(message, now, othersInFlight);
    return {
      ...this.silence(now),
      ...outcome,
      concernsOthers: !this.line.isEmpty && (didGiveBack || outcome.granted.length > 0),
    };
  }

  /** What it has come to, in short. */
  view(at: number): LedgerView {
    const now = Math.max(this.latest, at);
    return {
      limits: { ...this.settings.limits },
      spent: this.window.spent(now),
      inFlight: this.flight.count,
      setAsideMs: this.flight.setAsideMs(now),
      heldBack: this.members.heldBack(now),
      callScale: this.reactions.scale(now),
      operations: this.operations.total(now),
      rates: eachLane((lane) => {
        const { requests, executionMs } = this.rates.of(lane, now);
        return { requests: requests * 1_000, executionMs: executionMs * 1_000 };
      }),
    };
  }

  private silence(now: number): LedgerAnswer {
    return {
      granted: [],
      block: this.reactions.block(now),
      wantsHistory: false,
      isRecovering: this.isRecovering(now),
      concernsOthers: false,
      view: this.view(now),
    };
  }

  private get isWhole(): boolean {
    return this.members.count >= this.settings.processes;
  }

  /** Found empty, and not all have said what they did before; after a window that no longer matters. */
  private isRecovering(now: number): boolean {
    const { windowMs, leaseMs } = this.settings;
    this.hasRecovered ||= this.isWhole || now - this.bornAt >= windowMs + leaseMs;
    return !this.hasRecovered;
  }

  private spendLost(now: number): void {
    for (const { estimatedMs } of this.flight.takeLost(now, this.settings.leaseMs))
      this.window.add(now, { requests: 1, executionMs: estimatedMs + this.reactions.surpriseMs(now) });
  }

  private write(member: string, { spent, inFlight }: Untold, now: number): void {
    for (const { ageMs, ...spend } of spent) this.window.add(now - ageMs, spend);
    for (const { id, lane, ageMs, estimatedMs } of inFlight)
      this.flight.add(id, { member, lane, grantedAt: now - ageMs, estimatedMs });
  }

  /** Tells whether anything was in flight. What is not has been taken for lost, and is spent. */
  private settle(settlements: Settlement[], now: number): boolean {
    const taken = settlements.map((settlement) => {
      const permit = this.flight.take(settlement.id);
      if (!permit) return false;
      const { lane, estimatedMs } = permit;
      const { executionMs, operations } = settlement;
      if (executionMs === undefined) {
        this.paces[lane].take({ requests: -1, executionMs: -estimatedMs });
        return true;
      }
      this.paces[lane].take({ requests: 0, executionMs: executionMs - estimatedMs });
      this.window.add(now, { requests: 1, executionMs: Math.max(executionMs, 0) });
      this.operations.count(now, operations);
      return true;
    });
    return taken.includes(true);
  }

  private hear({ throttled, recommendedConcurrency, asks }: LedgerMessage, now: number): void {
    for (const each of throttled) this.reactions.throttled(each, now, this.flight.count);
    if (recommendedConcurrency) this.reactions.recommendedConcurrency = recommendedConcurrency;
    for (const { lane, surpriseMs } of asks) {
      this.rates.heard(lane, now);
      this.reactions.surprised(surpriseMs, now);
    }
  }

  private serve({ member, asks }: LedgerMessage, now: number, othersInFlight: number): Outcome {
    const outcome: Outcome = { granted: [], wait: undefined };
    this.line.leave(member, now);
    const queues = eachLane((lane) => asks.filter((ask) => ask.lane === lane));
    const next = (lane: Lane) => {
      const ask = queues[lane][0];
      if (ask) this.line.wait(headOf(ask, member, now), now);
    };
    for (const lane of lanesByRank) {
      this.refill(lane, now);
      next(lane);
    }
    for (let lane = this.nextLane(queues); lane; lane = this.nextLane(queues)) {
      const [ask] = queues[lane].splice(0, 1) as [LedgerAsk];
      const head = headOf(ask, member, now);
      const hindrance = this.hindrance(head, now, othersInFlight);
      if (hindrance) {
        outcome.wait = soonest(outcome.wait, hindrance);
        queues[lane].length = 0;
      } else {
        this.grant(ask.id, head, now);
        outcome.granted.push(ask.id);
        next(lane);
      }
    }
    return outcome;
  }

  /** Of those that have something to ask: an overdue one first. */
  private nextLane(queues: Record<Lane, LedgerAsk[]>): Lane | undefined {
    const asking = lanesByRank.filter((lane) => queues[lane].length > 0);
    return asking.find((lane) => this.line.isOverdue(lane)) ?? asking[0];
  }

  private grant(id: string, head: Head, now: number): void {
    const { member, lane, estimatedMs } = head;
    this.line.go(head);
    this.flight.add(id, { member, lane, grantedAt: now, estimatedMs });
    this.paces[lane].take({ requests: 1, executionMs: estimatedMs });
    this.rates.admitted(lane, now, estimatedMs);
  }

  /** Why this one cannot go now, and when that may change by itself; a returned permit may change it sooner. */
  private hindrance(head: Head, now: number, othersInFlight: number): Wait | undefined {
    const block = this.reactions.block(now);
    if (block) return { ms: block.forMs, hindrance: 'block' };
    const caps = this.caps(this.line.isOverdue(head.lane) ? 'interactive' : head.lane, now);
    const before = this.line.before(head);
    const wanted = {
      requests: before.length + 1,
      executionMs: sumOf(before) + Math.min(head.estimatedMs, caps.executionMs),
    };
    return (
      this.wantOfRoom(wanted, caps, now) ??
      this.wantOfPlace(wanted.requests, caps, othersInFlight) ??
      this.wantOfTokens(head, before)
    );
  }

  private wantOfRoom(wanted: Spend, caps: Caps, now: number): Wait | undefined {
    const spent = this.window.spent(now);
    const over = {
      requests: spent.requests + this.flight.count + wanted.requests - caps.requests,
      executionMs: spent.executionMs + this.flight.setAsideMs(now) + wanted.executionMs - caps.executionMs,
    };
    if (over.requests <= 0 && over.executionMs <= 1e-6) return undefined;
    const freedAt = this.window.whenFreed(over);
    return {
      ms: freedAt === undefined ? this.patienceMs : freedAt - now,
      hindrance: over.requests > 0 ? 'requests' : 'executionTime',
    };
  }

  private wantOfPlace(wanted: number, caps: Caps, othersInFlight: number): Wait | undefined {
    const after = this.flight.count + wanted;
    if (after > caps.concurrency) return { ms: this.patienceMs, hindrance: 'concurrency' };
    const { environmentConcurrency: limit } = this.settings;
    if (limit !== undefined && after + othersInFlight > limit)
      return { ms: this.patienceMs, hindrance: 'environment' };
    return undefined;
  }

  private wantOfTokens(head: Head, before: Head[]): Wait | undefined {
    const { lane } = head;
    if (this.line.isOverdue(lane)) return undefined;
    const elders = before.filter((other) => other.lane === lane);
    const ms = this.paces[lane].waitFor({
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

  private refill(lane: Lane, now: number): void {
    const above = lanesAbove(lane).filter((each) =>
      this.rates.wasHeardSince(each, now - this.settings.windowMs),
    );
    if (above.length === 0) return this.paces[lane].refill(now, undefined);
    const { requests, executionMs } = this.caps(lane, now);
    this.paces[lane].refill(now, {
      limit: { requests: Math.max(requests, 1), executionMs: Math.max(executionMs, 1) },
      windowMs: this.settings.windowMs,
      above: sumOfSpends(above.map((each) => this.rates.of(each, now))),
    });
  }

  private caps(lane: Lane, now: number): Caps {
    const { limits, margin, reserves } = this.settings;
    const above = lanesAbove(lane).map((each) => reserves[each]);
    const reserved = above.reduce((sum, share) => sum + share, 0);
    const heldBack = this.members.heldBack(now);
    const leftOver = Math.max(limits.executionMs * (1 - margin), this.reactions.headroomMs(now));
    return {
      requests: Math.floor(limits.requests * (margin - reserved) - heldBack.requests),
      executionMs:
        (limits.executionMs - leftOver) * this.reactions.scale(now) -
        limits.executionMs * reserved -
        heldBack.executionMs,
      concurrency: this.places(lane, above, now),
    };
  }

  /** One place is left for each process that may be cut off: so that none of them stands still. */
  private places(lane: Lane, reservesAbove: number[], now: number): number {
    const { limits, margin, processes } = this.settings;
    const isShared = processes > 1;
    const whole = Math.floor(
      Math.min(limits.concurrency * margin, limits.concurrency - (isShared ? processes : 0)),
    );
    const forOthers = reservesAbove
      .filter((share) => share > 0)
      .reduce(
        (sum, share) => sum + Math.ceil(limits.concurrency * Math.max(share, leastConcurrencyReserve)),
        0,
      );
    const forMissing = this.members.missing(now) * Math.floor(limits.concurrency / processes);
    const hint = lane === 'interactive' ? undefined : this.reactions.recommendedConcurrency;
    const allowed = Math.min(whole, this.reactions.concurrency(now)) - forMissing;
    return Math.max(Math.min(allowed - forOthers, hint ?? allowed), Math.min(allowed, 1));
  }
}

type Wait = NonNullable<LedgerAnswer['wait']>;
interface Outcome {
  granted: string[];
  wait: Wait | undefined;
}

const headOf = ({ lane, waitedMs, estimatedMs }: LedgerAsk, member: string, now: number): Head => ({
  member,
  lane,
  since: now - waitedMs,
  estimatedMs,
});

const soonest = (a: Wait | undefined, b: Wait): Wait => (a && a.ms <= b.ms ? a : b);

const sumOf = (heads: Head[]): number => heads.reduce((sum, { estimatedMs }) => sum + estimatedMs, 0);

const sumOfSpends = (spends: Spend[]): Spend => ({
  requests: spends.reduce((sum, { requests }) => sum + requests, 0),
  executionMs: spends.reduce((sum, { executionMs }) => sum + executionMs, 0),
});
