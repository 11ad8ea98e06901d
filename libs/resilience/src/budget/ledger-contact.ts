import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import type { Clock } from '../clock.js';
import type { LedgerAnswer, LedgerAsk, LedgerMessage, LedgerView, Untold } from './ledger/ledger-message.js';
import type { LedgerReport } from './ledger/ledger-report.js';
import type { LedgerSettings } from './ledger/ledger-settings.js';
import type { LedgerStore } from './ledger-store.js';
import { type Letter, Outbox, untoldOf } from './outbox.js';
import type { OwnSpend } from './own-spend.js';
import type { Block } from './waiting-line.js';

/** Whoever speaks with the ledger. */
export interface Speaker {
  /** What is wanted now, the first in turn first; nothing while cut off. */
  asks(): LedgerAsk[];
  isWaiting(): boolean;
  /** The 429 that holds everybody back. */
  block(): Block | undefined;
  /** Tells whether more may be asked than just was. */
  heard(answer: LedgerAnswer): boolean;
  /** No answer came. What was asked for may have been granted all the same. */
  unheard(reason: unknown): void;
}

/** What was settled is told with the next ask, or after this time; sooner, it would be a message of its own between most calls of a process. */
const tellWithinMs = 250;

/**
 * The conversation of one process with the ledger.
 *
 * There is one message on the way at a time; what comes up meanwhile goes into the next. Where the ledger is elsewhere, there is a
 * message now and then as a sign of life. Without an answer the process is *cut off*: it must wait until the ledger has noticed, and
 * holds room back for it, before it may work on its own; it goes on trying. In contact again, it tells what the ledger does not know.
 * A ledger that does not know this process at all is told everything first.
 */
export class LedgerContact {
  readonly outbox: Outbox;
  /** For people: the machine, and the process there. */
  readonly member = `${hostname()}/${process.pid}/${randomUUID().slice(0, 8)}`;
  private readonly beganAt: number;
  private isOnItsWay = false;
  private lastExchange: Promise<unknown> = Promise.resolve();
  private hasNews = false;
  private owesHistory = true;
  private cutOffAt: number | undefined;
  private lastView: LedgerView | undefined;
  /** When the next message is due, whatever comes up. */
  private dueAt = Infinity;
  /** It may go off too early: to set it anew with each message is dearer than to look now and then. */
  private alarm: { at: number; silence: () => void } | undefined;
  private isClosed = false;

  constructor(
    private readonly store: LedgerStore,
    private readonly settings: LedgerSettings,
    private readonly clock: Clock,
    private readonly own: OwnSpend,
    private readonly speaker: Speaker,
  ) {
    this.beganAt = clock.now();
    this.outbox = new Outbox(settings, clock);
    store.onNews?.(() => {
      if (speaker.isWaiting() && !this.isCutOff) this.talk();
    });
    // A ledger that is new waits for all to say that they are there.
    this.lookAgain();
  }

  get isCutOff(): boolean {
    return this.cutOffAt !== undefined;
  }

  /** The ledger has noticed by now that this process is not heard of. */
  get mayGoAlone(): boolean {
    return (
      this.cutOffAt !== undefined && this.clock.now() - this.cutOffAt >= this.settings.graceMs * patience
    );
  }

  /** The ledger has answered, be it long ago. */
  get wasMade(): boolean {
    return this.lastView !== undefined;
  }

  /** Nothing but what the ledger must know first can be told now. */
  get isSpeechless(): boolean {
    return this.isCutOff || this.owesHistory;
  }

  view(): LedgerView | undefined {
    return this.store.view?.() ?? this.lastView;
  }

  async report(): Promise<LedgerReport | undefined> {
    try {
      return await this.store.report();
    } catch {
      return undefined;
    }
  }

  talk(): void {
    if (this.isClosed) return;
    if (this.isOnItsWay) return void (this.hasNews = true);
    this.dueAt = Infinity;
    this.hasNews = false;
    this.isOnItsWay = true;
    const letter = this.outbox.take();
    const message = this.message(this.speaker.asks(), letter);
    try {
      const answer = this.store.exchange(message);
      if (!(answer instanceof Promise)) return this.hear(answer);
      this.lastExchange = answer.then(
        (told) => this.hear(told),
        (reason: unknown) => this.missAnswer(letter, reason),
      );
    } catch (reason) {
      this.missAnswer(letter, reason);
    }
  }

  /** Something was given back: told at once if it may be of use to somebody here, else with what comes next. */
  tell(): void {
    if (this.isInThisProcess || this.speaker.isWaiting()) this.talk();
    else this.lookAgain();
  }

  /** When there is something to say or to ask, or a sign of life is due. */
  lookAgain(waitMs = Infinity): void {
    const inMs = Math.min(
      this.isInThisProcess ? Infinity : this.settings.graceMs / 3,
      this.outbox.isEmpty || this.isCutOff ? Infinity : tellWithinMs,
      this.speaker.isWaiting() ? waitMs : Infinity,
    );
    this.dueAt = Math.min(this.dueAt, this.clock.now() + Math.max(inMs, 1));
    this.setAlarm();
  }

  /** What is still in flight stays on the ledger's hands, until its lease runs out. */
  async close(): Promise<void> {
    this.isClosed = true;
    this.silenceAlarm();
    await this.lastExchange;
    const isLeaving = this.own.use(this.clock.now()).inFlight === 0;
    if (!this.isSpeechless) await this.takeLeave(isLeaving);
    await this.store.close();
  }

  private async takeLeave(isLeaving: boolean): Promise<void> {
    try {
      await this.store.exchange({ ...this.message([], this.outbox.take()), isLeaving });
    } catch {
      // Then the ledger takes it for one that is gone.
    }
  }

  private message(asks: LedgerAsk[], letter: Letter): LedgerMessage {
    const now = this.clock.now();
    const { requests, executionMs } = this.own.use(now);
    const { settlements, untold } = letter;
    return {
      member: this.member,
      settlements,
      throttled: this.blocksToTell(letter).flatMap(({ facet, until }) =>
        until > now ? [{ facet, forMs: until - now }] : [],
      ),
      recommendedConcurrency: this.owesHistory ? this.outbox.lastRecommended : letter.recommendedConcurrency,
      untold: this.owesHistory ? this.wholeStory(now) : untoldOf(untold, now),
      asks,
      own: { requests, executionMs },
      isAlone: this.isCutOff,
    };
  }

  /** To a ledger that knows nothing, the one that is in force as well: what it was told before is lost with it. */
  private blocksToTell({ throttled }: Letter): Letter['throttled'] {
    const block = this.owesHistory ? this.speaker.block() : undefined;
    return block ? [...throttled, block] : throttled;
  }

  private wholeStory(now: number): Untold {
    return { ...this.own.told(now, true), livedMs: now - this.beganAt, wasHeard: this.wasMade };
  }

  private hear(answer: LedgerAnswer): void {
    const hadMoreToSay = this.hasNews || this.isSpeechless;
    this.isOnItsWay = false;
    this.lastView = answer.view;
    this.cutOffAt = undefined;
    this.owesHistory = answer.wantsHistory;
    const mayAskMore = this.speaker.heard(answer);
    const goesOn = hadMoreToSay || mayAskMore || answer.granted.length > 0;
    if (answer.wantsHistory || (goesOn && this.speaker.isWaiting())) this.talk();
    else this.lookAgain(answer.isRecovering ? whileRecoveringMs : answer.wait?.ms);
  }

  private missAnswer(letter: Letter, reason: unknown): void {
    this.isOnItsWay = false;
    this.outbox.putBack(letter);
    this.cutOffAt ??= this.clock.now();
    this.speaker.unheard(reason);
    this.lookAgain();
  }

  /** Where nothing is due there is none: it would keep the process alive. */
  private setAlarm(): void {
    const at = this.dueAt;
    if (this.isClosed || at === Infinity) return this.silenceAlarm();
    if (this.alarm && this.alarm.at <= at) return;
    this.silenceAlarm();
    const silence = this.clock.after(at - this.clock.now(), () => this.goOff());
    this.alarm = { at, silence };
  }

  private goOff(): void {
    this.alarm = undefined;
    if (this.dueAt === Infinity) return;
    const tooEarlyMs = this.dueAt - this.clock.now();
    // By more only when the clock was set back meanwhile.
    const isTooEarly = tooEarlyMs > 0 && tooEarlyMs <= this.settings.graceMs;
    if (isTooEarly) this.setAlarm();
    else this.talk();
  }

  private silenceAlarm(): void {
    this.alarm?.silence();
    this.alarm = undefined;
  }

  private get isInThisProcess(): boolean {
    return this.store.view !== undefined;
  }
}

/** So often is a ledger asked that was found empty, whether it has heard from all. */
const whileRecoveringMs = 200;
/** The ledger's grace, and somewhat more: the last message may have arrived although its answer did not. */
const patience = 1.5;
