import { abortReason, onAbort } from '../abort.js';
import type { Clock } from '../clock.js';
import { type BudgetFacet, eachLane, type Lane, lanesByRank, longestBlockMs } from './limits.js';
import { type BudgetAsk, BudgetDeadlineError, type Permit } from './service-protection-budget.js';

/** A caller that waits for a permit. */
export interface Waiter {
  lane: Lane;
  ask: BudgetAsk;
  since: number;
  isWaiting: boolean;
  permit: Promise<Permit>;
  admit(permit: Permit): void;
  refuse(error: Error): void;
}

/** A 429 that holds everybody back. Epoch milliseconds. */
export interface Block {
  until: number;
  facet: BudgetFacet;
}

/**
 * Those who wait in this process: a queue for each lane, first come first served. Who waits leaves when its caller cancels or its
 * deadline passes; at once when a 429 already reaches beyond the deadline.
 */
export class WaitingLine {
  private readonly lanes = eachLane<Waiter[]>(() => []);
  private blocked: Block | undefined;

  constructor(private readonly clock: Clock) {}

  /** Takes a place at the end, or is refused at once. */
  join(ask: BudgetAsk): Waiter {
    const waiter = this.waiterOf(ask);
    this.lanes[ask.lane].push(waiter);
    this.refuseHopeless([waiter]);
    return waiter;
  }

  /** From now on sees to it that it leaves in time; `left` hears of that, since its place may have been the first. */
  watch(waiter: Waiter, left: () => void): void {
    if (!waiter.isWaiting) return;
    const { signal, deadline } = waiter.ask;
    const leave = (error: Error) => {
      waiter.refuse(error);
      left();
    };
    const stopListening = onAbort(signal, () => leave(abortReason(signal as AbortSignal)));
    const forget =
      deadline !== undefined &&
      this.clock.after(deadline - this.clock.now(), () => leave(new BudgetDeadlineError()));
    const stop = () => {
      stopListening();
      if (forget) forget();
    };
    waiter.permit.then(stop, stop);
  }

  /** A shorter wait than the present one changes nothing. */
  holdBack(forMs: number, facet: BudgetFacet): void {
    const now = this.clock.now();
    const until = now + Math.min(forMs, longestBlockMs);
    if (until <= (this.block?.until ?? now)) return;
    this.blocked = { until, facet };
    this.refuseHopeless(this.all());
  }

  get block(): Block | undefined {
    return this.blocked && this.blocked.until > this.clock.now() ? this.blocked : undefined;
  }

  get isEmpty(): boolean {
    return lanesByRank.every((lane) => this.lanes[lane].length === 0);
  }

  /** The first so many of each lane, the higher lanes first. */
  first(ofEach: number): Waiter[] {
    return lanesByRank.flatMap((lane) => this.lanes[lane].slice(0, ofEach));
  }

  lengths(): Record<Lane, number> {
    return eachLane((lane) => this.lanes[lane].length);
  }

  refuseAll(error: () => Error): void {
    for (const { refuse } of this.all()) refuse(error());
  }

  private all(): Waiter[] {
    return this.first(Infinity);
  }

  private waiterOf(ask: BudgetAsk): Waiter {
    const { promise, resolve, reject } = promiseToKeep<Permit>();
    const leave = () => {
      waiter.isWaiting = false;
      const place = this.lanes[ask.lane].indexOf(waiter);
      if (place >= 0) this.lanes[ask.lane].splice(place, 1);
    };
    const waiter: Waiter = {
      lane: ask.lane,
      ask,
      since: this.clock.now(),
      isWaiting: true,
      permit: promise,
      admit: (permit) => {
        leave();
        resolve(permit);
      },
      refuse: (error) => {
        leave();
        reject(error);
      },
    };
    return waiter;
  }

  private refuseHopeless(waiters: Waiter[]): void {
    const { block } = this;
    const now = this.clock.now();
    for (const { ask, refuse } of waiters) {
      if (ask.deadline === undefined) continue;
      if (block && block.until >= ask.deadline) refuse(new BudgetDeadlineError(block.until - now));
      else if (ask.deadline <= now) refuse(new BudgetDeadlineError());
    }
  }
}

function promiseToKeep<Value>() {
  let resolve!: (value: Value) => void;
  let reject!: (error: Error) => void;
  const promise = new Promise<Value>((...keys) => ([resolve, reject] = keys));
  return { promise, resolve, reject };
}
