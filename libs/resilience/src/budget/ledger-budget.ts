import { AbortError, abortReason } from '../abort.js';
import { type Clock, systemClock } from '../clock.js';
import { AloneRule } from './alone-rule.js';
import type { LedgerAnswer, LedgerAsk } from './ledger/ledger-message.js';
import type { LedgerReport } from './ledger/ledger-report.js';
import type { LedgerSettings } from './ledger/ledger-settings.js';
import { LedgerContact } from './ledger-contact.js';
import type { LedgerStore } from './ledger-store.js';
import { type BudgetFacet, eachLane } from './limits.js';
import { OwnSpend } from './own-spend.js';
import type {
  BudgetAsk,
  BudgetSnapshot,
  Permit,
  ServiceProtectionBudget,
  Standing,
  StandingListener,
} from './service-protection-budget.js';
import { type Waiter, WaitingLine } from './waiting-line.js';

/** So many of each lane are told to the ledger at a time. */
const asksAtOnce = 16;

/**
 * The budget of one application user in one of its processes: those who wait here, and what they may spend.
 *
 * In contact with the ledger, it decides. Each call costs it one message, which gives back what was settled since the last and asks
 * for the first of each lane; under load fewer. Cut off, and after the ledger has noticed, the process spends by `AloneRule`; so it does
 * while a ledger that was found empty has not heard from all.
 */
export class LedgerBudget implements ServiceProtectionBudget {
  private readonly line: WaitingLine;
  private readonly own: OwnSpend;
  /** What of it was spent by the rule of those that are alone. */
  private readonly ownAlone: OwnSpend;
  private readonly contact: LedgerContact;
  private asked = new Map<string, Waiter>();
  private alone: AloneRule | undefined;
  private permits = 0;
  private standing: Standing = 'shares';
  private isClosed = false;

  constructor(
    store: LedgerStore,
    private readonly settings: LedgerSettings,
    private readonly clock: Clock = systemClock,
    private readonly listener: StandingListener = () => undefined,
  ) {
    this.line = new WaitingLine(clock);
    this.own = new OwnSpend(settings);
    this.ownAlone = new OwnSpend(settings);
    this.contact = new LedgerContact(store, settings, clock, this.own, {
      asks: () => this.asks(),
      isWaiting: () => !this.line.isEmpty,
      block: () => this.line.block,
      heard: (answer) => this.heard(answer),
      unheard: (reason) => this.unheard(reason),
    });
  }

  acquire(ask: BudgetAsk): Promise<Permit> {
    if (ask.signal?.aborted) return Promise.reject(abortReason(ask.signal));
    if (this.isClosed) return Promise.reject(closed());
    const waiter = this.line.join({ ...ask, estimatedMs: atLeastNothing(ask.estimatedMs) ?? 0 });
    this.serve();
    this.line.watch(waiter, () => this.serve());
    return waiter.permit;
  }

  block(forMs: number, facet: BudgetFacet): void {
    this.line.holdBack(forMs, facet);
    this.contact.outbox.throttled(facet, forMs);
    this.serve();
  }

  recommendConcurrency(places: number): void {
    this.contact.outbox.recommend(places);
  }

  snapshot(): BudgetSnapshot {
    const { isCutOff } = this.contact;
    const view = this.contact.view();
    const { block } = this.line;
    return {
      limits: { ...this.settings.limits },
      ...(view && !isCutOff
        ? {
            used: {
              requests: view.spent.requests + view.inFlight,
              executionMs: view.spent.executionMs + view.setAsideMs,
            },
            inFlight: view.inFlight,
          }
        : this.ownUse()),
      own: this.ownUse().used,
      waiting: this.line.lengths(),
      rates: view?.rates ?? eachLane(() => ({ requests: 0, executionMs: 0 })),
      heldBack: view?.heldBack ?? { requests: 0, executionMs: 0 },
      standing: this.standing,
      callScale: view?.callScale ?? 1,
      operations: view?.operations ?? 0,
      ...(block && { blockedUntil: block.until, blockedBy: block.facet }),
    };
  }

  report(): Promise<LedgerReport | undefined> {
    return this.contact.report();
  }

  close(): Promise<void> {
    this.isClosed = true;
    this.line.refuseAll(closed);
    return this.contact.close();
  }

  private ownUse(): Pick<BudgetSnapshot, 'used' | 'inFlight'> {
    const { inFlight, ...used } = this.own.use(this.clock.now());
    return { used, inFlight };
  }

  private stand(reason?: unknown): void {
    const standing = this.contact.isCutOff ? 'cut-off' : this.alone ? 'keeps-to-its-own' : 'shares';
    if (standing === this.standing) return;
    this.standing = standing;
    this.listener(standing, reason);
  }

  private serve(): void {
    if (this.contact.isCutOff) this.serveAlone();
    else this.contact.talk();
  }

  private asks(): LedgerAsk[] {
    const waiters = this.contact.isSpeechless ? [] : this.line.first(asksAtOnce);
    const count = this.alone?.admits(estimatesOf(waiters), this.clock.now()) ?? waiters.length;
    this.asked = new Map(waiters.slice(0, count).map((waiter) => [this.newId(), waiter]));
    return [...this.asked].map(([id, { lane, ask, since }]) => ({
      id,
      lane,
      waitedMs: this.clock.now() - since,
      estimatedMs: ask.estimatedMs,
      surpriseMs: ask.surpriseMs ?? 0,
    }));
  }

  private heard({ granted, block, wantsHistory, isRecovering }: LedgerAnswer): boolean {
    if (block) this.line.holdBack(block.forMs, block.facet);
    const wasAlone = this.alone !== undefined;
    this.alone = wantsHistory || isRecovering ? (this.alone ?? this.onItsOwn()) : undefined;
    this.stand();
    for (const id of granted) {
      const waiter = this.asked.get(id);
      if (waiter?.isWaiting && !this.line.block) waiter.admit(this.permit(id, waiter));
      else this.giveBack(id);
    }
    return wasAlone && !this.alone;
  }

  /** Whoever asked asks anew, under another name. */
  private unheard(reason: unknown): void {
    this.stand(reason);
    for (const id of this.asked.keys()) this.giveBack(id);
    this.asked.clear();
    this.serveAlone();
  }

  private serveAlone(): void {
    if (this.contact.mayGoAlone && !this.line.block) {
      this.alone ??= this.onItsOwn();
      const waiters = this.line.first(asksAtOnce);
      const count = this.alone.admits(estimatesOf(waiters), this.clock.now());
      for (const waiter of waiters.slice(0, count)) waiter.admit(this.permit(this.newId(), waiter));
    }
    this.contact.lookAgain();
  }

  private permit(id: string, { lane, ask }: Waiter): Permit {
    const permit = { lane, estimatedMs: ask.estimatedMs, grantedAt: this.clock.now() };
    this.own.granted(id, permit);
    if (this.alone) this.ownAlone.granted(id, permit);
    if (this.contact.isCutOff) this.contact.outbox.tookUntold(id, permit);
    return {
      settle: ({ executionMs, operations = 1 }) => {
        if (!this.own.holds(id)) return;
        this.settle(id, executionMs === undefined ? undefined : measured(executionMs, ask), operations);
      },
    };
  }

  private settle(id: string, executionMs: number | undefined, operations: number): void {
    const settlement = { id, executionMs, operations };
    this.own.settled(settlement, this.clock.now());
    if (this.ownAlone.holds(id)) this.ownAlone.settled(settlement, this.clock.now());
    this.contact.outbox.settled(settlement);
    if (this.contact.isCutOff) this.serveAlone();
    else this.contact.tell();
  }

  private giveBack(id: string): void {
    this.contact.outbox.settled({ id, executionMs: undefined, operations: 0 });
  }

  private onItsOwn(): AloneRule {
    return new AloneRule(this.settings, this.clock.now(), this.own, this.ownAlone, this.contact.wasMade);
  }

  private newId(): string {
    this.permits += 1;
    return `${this.contact.member}/${this.permits}`;
  }
}

const estimatesOf = (waiters: Waiter[]): number[] => waiters.map(({ ask }) => ask.estimatedMs);

/** Undefined for what is no number. */
const atLeastNothing = (ms: number): number | undefined =>
  Number.isFinite(ms) ? Math.max(ms, 0) : undefined;

/** A measure that is no number is taken for the estimate. */
const measured = (executionMs: number, { estimatedMs }: BudgetAsk): number =>
  atLeastNothing(executionMs) ?? estimatedMs;

const closed = () => new AbortError('The budget is closed.');
