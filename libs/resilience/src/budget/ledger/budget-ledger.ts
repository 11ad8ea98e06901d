import { eachLane, type Lane, lanesByRank, type Spend } from '../limits.js';
import { Admission } from './admission.js';
import { Flight } from './flight.js';
import { LaneLimits } from './lane-limits.js';
import type {
  LedgerAnswer,
  LedgerAsk,
  LedgerMessage,
  LedgerView,
  Settlement,
  Untold,
  Wait,
} from './ledger-message.js';
import { coarsePast } from './coarse-past.js';
import type { LedgerReport } from './ledger-report.js';
import type { LedgerSettings } from './ledger-settings.js';
import { type Head, Line } from './line.js';
import { LostPermits } from './lost-permits.js';
import { Members } from './members.js';
import { OperationsMeter } from './operations-meter.js';
import { Rates } from './rates.js';
import { Reactions } from './reactions.js';
import { Recovery } from './recovery.js';
import { SpentWindow } from './spent-window.js';

/** Averages forget over a fifth of the window. */
const memoryInWindows = 0.2;
/** A report tells of the window in so many pieces. */
const reportedPieces = 60;

/**
 * What one application user has spent, spends and wants: the rules of the budget, without a clock, a queue or a wire of their own.
 *
 * A request is *waiting*, then *in flight*, then *spent*: from the moment its response came until one window
 * later. So the sum is an upper bound of what the server can have counted, whenever within the call the server counts it; for
 * execution time this is so as far as estimates and the room left for surprises are not too low.
 *
 * `LaneLimits` says what a lane may have, `Admission` whether the next may go, `Line` who is next.
 *
 * The ledger is talked to by messages, so that it can be anywhere: in this process, in Redis (where the same rules
 * stand in Lua), in a simulation. A permit whose owner is gone is spent after the lease: until then Dataverse may still
 * be at it.
 */
export class BudgetLedger {
  private readonly window: SpentWindow;
  private readonly flight = new Flight();
  private readonly lost: LostPermits;
  private readonly line: Line;
  private readonly members: Members;
  private readonly rates: Rates;
  private readonly laneLimits: LaneLimits;
  private readonly admission: Admission;
  private readonly reactions: Reactions;
  private readonly operations = new OperationsMeter();
  private readonly recovery: Recovery;
  private latest: number;
  /** By how much the clock is taken to be slow, since it was set back. */
  private setBackMs = 0;

  constructor(
    private readonly settings: LedgerSettings,
    now: number,
  ) {
    const { windowMs, slotMs, graceMs, limits, margin, processes } = settings;
    this.recovery = new Recovery(settings, now);
    this.latest = now;
    this.window = new SpentWindow(windowMs, slotMs);
    this.lost = new LostPermits(windowMs);
    this.line = new Line(graceMs);
    this.rates = new Rates(windowMs * memoryInWindows);
    this.reactions = new Reactions(windowMs, limits.executionMs);
    this.members = new Members(settings, {
      requests: (limits.requests * margin) / processes,
      executionMs: (limits.executionMs * margin) / processes,
    });
    this.laneLimits = new LaneLimits(settings, this.members, this.reactions, this.flight);
    const { window, flight, line, rates, reactions, laneLimits } = this;
    this.admission = new Admission(settings, { window, flight, line, rates, reactions, limits: laneLimits });
  }

  /** @param at Epoch milliseconds. */
  exchange(message: LedgerMessage, at: number, othersInFlight = 0): LedgerAnswer {
    this.noteClock(at);
    const now = (this.latest = this.present(at));
    this.spendLost(now);
    const isNew = !this.members.knows(message.member);
    if (isNew && !message.untold?.isWhole) return { ...this.silence(now), wantsHistory: true };
    if (message.untold) this.write(message.member, message.untold, now);
    if (isNew && message.untold) this.recovery.told(message.member, message.untold, now);
    for (const settlement of message.settlements) this.settle(settlement, now);
    this.hear(message, now);
    this.members.heard(message.member, now, message);
    const outcome = this.serve(message, now, othersInFlight);
    return {
      ...this.silence(now),
      ...outcome,
      calls: this.nextToCall(message.member, now, othersInFlight),
    };
  }

  /** What it has come to, in short. */
  view(at: number): LedgerView {
    return this.viewNow(this.present(at));
  }

  /** All of it, for people to look at. */
  report(at: number): LedgerReport {
    const now = this.present(at);
    return {
      settings: this.settings,
      view: this.viewNow(now),
      room: this.laneLimits.of('interactive', now),
      past: coarsePast(this.window.past(now), this.settings.windowMs / reportedPieces),
      members: this.members.report(now),
      waiting: this.line.report(now),
      isRecovering: this.recovery.isGoingOn(now),
      block: this.reactions.block(now),
      recommendedConcurrency: this.reactions.recommendedConcurrency,
    };
  }

  private viewNow(now: number): LedgerView {
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

  /** A clock that is set back must not make the window forget: time stands; but for longer than a window there is nothing to wait for. */
  private noteClock(at: number): void {
    if (this.latest - at - this.setBackMs > this.settings.windowMs) this.setBackMs = this.latest - at;
  }

  private present(at: number): number {
    return Math.max(this.latest, at + this.setBackMs);
  }

  private silence(now: number): LedgerAnswer {
    return {
      granted: [],
      block: this.reactions.block(now),
      wantsHistory: false,
      isRecovering: this.recovery.isGoingOn(now),
      view: this.viewNow(now),
    };
  }

  private spendLost(now: number): void {
    for (const [id, { estimatedMs }] of this.flight.takeLost(now, this.settings.leaseMs)) {
      const executionMs = estimatedMs + this.reactions.surpriseMs(now);
      this.window.add(now, { requests: 1, executionMs });
      this.lost.add(id, executionMs, now);
    }
  }

  private write(member: string, { spent, inFlight, operations = 0 }: Untold, now: number): void {
    this.operations.count(now, operations);
    for (const { ageMs, ...spend } of spent) this.window.add(now - ageMs, spend);
    for (const { id, lane, ageMs, estimatedMs } of inFlight)
      this.flight.add(id, { member, lane, grantedAt: now - ageMs, estimatedMs });
  }

  /** What is not in flight has been taken for lost, and is spent but for what it took longer. */
  private settle({ id, executionMs, operations }: Settlement, now: number): void {
    const permit = this.flight.take(id);
    if (!permit) return this.window.add(now, this.lost.settle(id, executionMs ?? 0));
    const { lane, estimatedMs } = permit;
    if (executionMs === undefined) return this.took(lane, { requests: -1, executionMs: -estimatedMs }, now);
    this.took(lane, { requests: 0, executionMs: executionMs - estimatedMs }, now);
    this.window.add(now, { requests: 1, executionMs: Math.max(executionMs, 0) });
    this.operations.count(now, operations);
  }

  private hear({ throttled, recommendedConcurrency, asks }: LedgerMessage, now: number): void {
    for (const each of throttled) this.reactions.throttled(each, now, this.flight.count);
    if (recommendedConcurrency) this.reactions.recommendedConcurrency = recommendedConcurrency;
    for (const { lane } of asks) this.rates.heard(lane, now);
  }

  private serve({ member, asks }: LedgerMessage, now: number, othersInFlight: number): Outcome {
    const outcome: Outcome = { granted: [], wait: undefined };
    this.line.leave(member, now);
    const queues = eachLane((lane) => asks.filter((ask) => ask.lane === lane));
    const next = (lane: Lane) => {
      const ask = queues[lane][0];
      if (ask) this.line.wait(headOf(ask, member, now), now);
    };
    this.admission.refill(now);
    lanesByRank.forEach(next);
    for (let lane = this.nextLane(queues); lane; lane = this.nextLane(queues)) {
      const [ask] = queues[lane].splice(0, 1) as [LedgerAsk];
      const head = headOf(ask, member, now);
      const hindrance = this.admission.hindrance(head, now, othersInFlight);
      if (hindrance) {
        outcome.wait = soonest(outcome.wait, hindrance);
        queues[lane].length = 0;
      } else {
        this.grant(ask, head, now);
        outcome.granted.push(ask.id);
        next(lane);
      }
    }
    return outcome;
  }

  /** Whatever has changed, room or the line itself: only who could really go is called, so that nobody asks in vain. */
  private nextToCall(member: string, now: number, othersInFlight: number): string | undefined {
    return this.line
      .firsts()
      .find((head) => head.member !== member && !this.admission.hindrance(head, now, othersInFlight))?.member;
  }

  /** Of those that have something to ask: an overdue one first. */
  private nextLane(queues: Record<Lane, LedgerAsk[]>): Lane | undefined {
    const asking = lanesByRank.filter((lane) => queues[lane].length > 0);
    return asking.find((lane) => this.line.isOverdue(lane)) ?? asking[0];
  }

  private grant({ id, surpriseMs }: LedgerAsk, head: Head, now: number): void {
    const { member, lane, estimatedMs } = head;
    this.reactions.surprised(surpriseMs, now);
    this.line.go(head);
    this.flight.add(id, { member, lane, grantedAt: now, estimatedMs });
    this.took(lane, { requests: 1, executionMs: estimatedMs }, now);
  }

  /** What was set aside, and afterwards what was more or less of it. */
  private took(lane: Lane, spend: Spend, now: number): void {
    this.admission.took(lane, spend);
    this.rates.took(lane, now, spend);
  }
}

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
