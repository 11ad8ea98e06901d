import { randomUUID } from 'node:crypto';
import { AbortError, abortReason, onAbort } from '../abort.js';
import { type Clock, systemClock } from '../clock.js';
import { Alone } from './alone.js';
import type { LedgerAnswer, LedgerMessage, LedgerView } from './ledger/ledger-message.js';
import type { LedgerSettings } from './ledger/ledger-settings.js';
import type { LedgerStore } from './ledger-store.js';
import { type BudgetFacet, eachLane, type Lane } from './limits.js';
import { type Letter, Outbox, untoldOf } from './outbox.js';
import { OwnSpend } from './own-spend.js';
import {
  type BudgetAsk,
  BudgetDeadlineError,
  type BudgetSnapshot,
  type Permit,
  type ServiceProtectionBudget,
} from './service-protection-budget.js';
import { WaitingLine } from './waiting-line.js';

interface Waiter {
  lane: Lane;
  ask: BudgetAsk;
  since: number;
  isWaiting: boolean;
  admit: (permit: Permit) => void;
  refuse: (error: Error) => void;
}

/** So many of each lane are told to the ledger at a time. */
const asksAtOnce = 16;
/** What was settled is told with the next ask, or after this time. */
const tellWithinMs = 50;
/** One answer holds everybody back, so it is not believed for longer; if it was true, the next 429 says so. */
const longestBlockMs = 900_000;

/**
 * The budget of one application user in one of its processes: those who wait here, and the conversation with the ledger that all
 * of them share.
 *
 * There is one message on the way at a time. It gives back what was settled since the last, and asks for the first of each lane;
 * whoever comes meanwhile goes into the next. So a call costs one message, and under load less. Between messages the
 * ledger is asked again when it said so, when another process gave something back, or as a sign of life.
 *
 * The process is *in contact*, or *cut off*: a message was not answered. Cut off, it first waits until the ledger must have noticed, and holds
 * room back for it; then it spends by `AloneRule`, and keeps asking. In contact again it tells what the ledger does not know.
 * A ledger that was lost, and is found empty, is told everything; until all processes have done so each still keeps to the rule.
 *
 * A waiting request leaves when its caller cancels or its deadline passes; at once when a 429 already reaches beyond the deadline.
 */
export class LedgerBudget implements ServiceProtectionBudget {
  private readonly member = randomUUID();
  private readonly line = new WaitingLine<Waiter>();
  private readonly outbox: Outbox;
  private readonly own: OwnSpend;
  private readonly heartbeatMs: number;
  private permits = 0;
  private onItsWay: Map<string, Waiter> | undefined;
  private hasNews = false;
  private alarm: { at: number; silence: () => void } | undefined;
  /** Present while cut off: from when on this process may work on its own. */
  private cutOff: { from: number } | undefined;
  private alone: Alone | undefined;
  private owesHistory = true;
  private blocked: { until: number; facet: BudgetFacet } | undefined;
  private heard: LedgerView | undefined;
  private isClosed = false;

  constructor(
    private readonly store: LedgerStore,
    private readonly settings: LedgerSettings,
    private readonly clock: Clock = systemClock,
  ) {
    this.own = new OwnSpend(settings);
    this.outbox = new Outbox(settings);
    this.heartbeatMs = settings.graceMs / 3;
    store.onNews?.(() => {
      if (!this.line.isEmpty && !this.cutOff) this.talk();
    });
  }

  acquire(ask: BudgetAsk): Promise<Permit> {
    if (ask.signal?.aborted) return Promise.reject(abortReason(ask.signal));
    if (this.isClosed) return Promise.reject(new AbortError('The budget is closed.'));
    return new Promise((resolve, reject) => {
      let stopWatching: (() => void) | undefined;
      const leave = () => {
        waiter.isWaiting = false;
        stopWatching?.();
        this.line.remove(waiter);
      };
      const waiter: Waiter = {
        lane: ask.lane,
        ask: { ...ask, estimatedMs: Math.max(ask.estimatedMs, 0) },
        since: this.clock.now(),
        isWaiting: true,
        admit: (permit) => {
          leave();
          resolve(permit);
        },
        refuse: (error) => {
          leave();
          reject(error);
        },
      };
      this.line.add(waiter);
      this.refuseHopeless([waiter]);
      this.serve();
      if (waiter.isWaiting) stopWatching = this.letItLeave(waiter);
    });
  }

  block(forMs: number, facet: BudgetFacet): void {
    this.holdBack(forMs, facet);
    this.outbox.throttled({ facet, forMs });
    this.serve();
  }

  recommendConcurrency(places: number): void {
    this.outbox.recommend(places);
  }

  snapshot(): BudgetSnapshot {
    const now = this.clock.now();
    const view = this.store.view?.() ?? this.heard;
    const own = this.own.use(now);
    const isAlone = this.cutOff !== undefined;
    const block = this.presentBlock();
    return {
      limits: { ...this.settings.limits },
      used:
        view && !isAlone
          ? {
              requests: view.spent.requests + view.inFlight,
              executionMs: view.spent.executionMs + view.setAsideMs,
            }
          : { requests: own.requests, executionMs: own.executionMs },
      inFlight: view && !isAlone ? view.inFlight : own.inFlight,
      waiting: this.line.lengths(),
      rates: view?.rates ?? noRates,
      heldBack: view?.heldBack ?? { requests: 0, executionMs: 0 },
      isAlone,
      callScale: view?.callScale ?? 1,
      operations: view?.operations ?? 0,
      ...(block && { blockedUntil: block.until, blockedBy: block.facet }),
    };
  }

  async close(): Promise<void> {
    this.isClosed = true;
    for (const { refuse } of this.line.all()) refuse(new AbortError('The budget is closed.'));
    this.silenceAlarm();
    if (!this.cutOff && this.heard) await this.takeLeave();
    await this.store.close();
  }

  /** What is still in flight stays on the ledger's hands: its lease runs out. */
  private async takeLeave(): Promise<void> {
    const isLeaving = this.own.use(this.clock.now()).inFlight === 0;
    try {
      await this.store.exchange({ ...this.message([], this.outbox.take()), isLeaving });
    } catch {
      // Then the ledger takes it for one that is gone.
    }
  }

  private serve(): void {
    if (this.cutOff) this.serveAlone();
    else this.talk();
  }

  /** One message at a time: what comes up meanwhile goes into the next. */
  private talk(): void {
    if (this.isClosed) return;
    if (this.onItsWay) {
      this.hasNews = true;
      return;
    }
    this.silenceAlarm();
    this.hasNews = false;
    const asked = this.askedNow();
    this.onItsWay = asked;
    const letter = this.outbox.take();
    try {
      const answer = this.store.exchange(this.message([...asked], letter));
      if (!(answer instanceof Promise)) this.hear(answer, asked);
      else answer.then((told) => this.hear(told, asked)).catch(() => this.missAnswer(letter, asked));
    } catch {
      this.missAnswer(letter, asked);
    }
  }

  private askedNow(): Map<string, Waiter> {
    if (this.cutOff || this.owesHistory) return new Map();
    const waiters = this.line.first(asksAtOnce);
    const estimates = waiters.map(({ ask }) => ask.estimatedMs);
    const count = this.alone?.admits(estimates, this.clock.now()) ?? waiters.length;
    return new Map(waiters.slice(0, count).map((waiter) => [this.newId(), waiter]));
  }

  private message(asked: [string, Waiter][], letter: Letter): LedgerMessage {
    const now = this.clock.now();
    const { requests, executionMs } = this.own.use(now);
    return {
      member: this.member,
      settlements: letter.settlements,
      throttled: letter.throttled,
      recommendedConcurrency: letter.recommendedConcurrency,
      asks: asked.map(([id, { lane, ask, since }]) => ({
        id,
        lane,
        waitedMs: now - since,
        estimatedMs: ask.estimatedMs,
        surpriseMs: ask.surpriseMs ?? 0,
      })),
      untold: this.owesHistory ? this.own.told(now, true) : untoldOf(letter.untold, now),
      own: { requests, executionMs },
      isAlone: this.cutOff !== undefined,
    };
  }

  private hear(answer: LedgerAnswer, asked: Map<string, Waiter>): void {
    this.onItsWay = undefined;
    this.heard = answer.view;
    if (answer.block) this.holdBack(answer.block.forMs, answer.block.facet);
    const hadHistoryToTell = this.owesHistory;
    this.owesHistory = answer.wantsHistory;
    const wasCutOff = this.cutOff !== undefined;
    this.cutOff = undefined;
    if (answer.wantsHistory || answer.isRecovering) this.alone ??= this.onItsOwn();
    else this.alone = undefined;
    for (const id of answer.granted) this.admit(id, asked.get(id));
    const goesOn = wasCutOff || hadHistoryToTell || answer.wantsHistory || answer.granted.length > 0;
    if ((goesOn && !this.line.isEmpty) || answer.wantsHistory || this.hasNews) this.talk();
    else this.lookAgain(answer.wait?.ms);
  }

  private missAnswer(letter: Letter, asked: Map<string, Waiter>): void {
    this.onItsWay = undefined;
    this.outbox.putBack(letter);
    // They may have been granted: whoever asked asks anew, under another name.
    for (const id of asked.keys()) this.giveBack(id);
    this.cutOff ??= { from: this.clock.now() + this.settings.graceMs * 1.5 };
    this.serveAlone();
  }

  private admit(id: string, waiter: Waiter | undefined): void {
    if (waiter?.isWaiting && !this.presentBlock()) waiter.admit(this.permit(id, waiter));
    else this.giveBack(id);
  }

  private giveBack(id: string): void {
    this.outbox.settled({ id, executionMs: undefined, operations: 0 }, this.clock.now());
  }

  private permit(id: string, { lane, ask }: Waiter): Permit {
    const permit = { lane, estimatedMs: ask.estimatedMs, grantedAt: this.clock.now() };
    this.own.granted(id, permit);
    this.alone?.granted(id, permit);
    if (this.cutOff) this.outbox.tookUntold(id, permit);
    return {
      settle: ({ executionMs, operations = 1 }) => {
        if (this.own.holds(id)) this.settle(id, executionMs, operations);
      },
    };
  }

  private settle(id: string, executionMs: number | undefined, operations: number): void {
    const now = this.clock.now();
    const spentMs = executionMs === undefined ? undefined : Math.max(executionMs, 0);
    this.own.settled(id, now, spentMs);
    this.alone?.settled(id, now, spentMs);
    this.outbox.settled({ id, executionMs: spentMs, operations }, now);
    if (this.cutOff) this.serveAlone();
    else if (this.isInThisProcess || !this.line.isEmpty) this.talk();
    else this.lookAgain();
  }

  private serveAlone(): void {
    const now = this.clock.now();
    const { cutOff } = this;
    if (!cutOff || this.isClosed) return;
    if (now < cutOff.from || this.presentBlock()) return this.lookAgain();
    this.alone ??= this.onItsOwn();
    const waiters = this.line.first(asksAtOnce);
    const count = this.alone.admits(
      waiters.map(({ ask }) => ask.estimatedMs),
      now,
    );
    for (const waiter of waiters.slice(0, count)) waiter.admit(this.permit(this.newId(), waiter));
    this.lookAgain();
  }

  private onItsOwn(): Alone {
    return new Alone(this.settings, this.clock.now(), this.own);
  }

  private newId(): string {
    this.permits += 1;
    return `${this.member}/${this.permits}`;
  }

  private holdBack(forMs: number, facet: BudgetFacet): void {
    const until = this.clock.now() + Math.min(forMs, longestBlockMs);
    if (until <= (this.presentBlock()?.until ?? this.clock.now())) return;
    this.blocked = { until, facet };
    this.refuseHopeless(this.line.all());
  }

  private refuseHopeless(waiters: Waiter[]): void {
    const block = this.presentBlock();
    const now = this.clock.now();
    for (const { ask, refuse } of waiters) {
      if (ask.deadline === undefined) continue;
      if (block && block.until >= ask.deadline) refuse(new BudgetDeadlineError(block.until - now));
      else if (ask.deadline <= now) refuse(new BudgetDeadlineError());
    }
  }

  /** Watches for what makes a waiting caller leave. Its place may be the first, so the ledger is told. */
  private letItLeave({ ask, refuse }: Waiter): () => void {
    const leave = (error: Error) => {
      refuse(error);
      this.serve();
    };
    const { signal, deadline } = ask;
    const stopListening = onAbort(signal, () => leave(abortReason(signal as AbortSignal)));
    if (deadline === undefined) return stopListening;
    const forget = this.clock.after(deadline - this.clock.now(), () => leave(new BudgetDeadlineError()));
    return () => {
      stopListening();
      forget();
    };
  }

  /** When there is something to say or to ask; where the ledger is elsewhere, also as a sign of life. */
  private lookAgain(waitMs = Infinity): void {
    const inMs = Math.min(
      this.isInThisProcess ? Infinity : this.heartbeatMs,
      this.outbox.isEmpty || this.cutOff ? Infinity : tellWithinMs,
      this.line.isEmpty ? Infinity : waitMs,
    );
    const at = this.clock.now() + Math.max(inMs, 1);
    if (inMs === Infinity || this.isClosed || (this.alarm && this.alarm.at <= at)) return;
    this.silenceAlarm();
    const silence = this.clock.after(at - this.clock.now(), () => {
      this.alarm = undefined;
      this.talk();
    });
    this.alarm = { at, silence };
  }

  /** With nobody waiting there is nothing to look at, and a timer would keep the process alive. */
  private silenceAlarm(): void {
    this.alarm?.silence();
    this.alarm = undefined;
  }

  private presentBlock(): { until: number; facet: BudgetFacet } | undefined {
    return this.blocked && this.blocked.until > this.clock.now() ? this.blocked : undefined;
  }

  private get isInThisProcess(): boolean {
    return this.store.view !== undefined;
  }
}

const noRates = eachLane(() => ({ requests: 0, executionMs: 0 }));
