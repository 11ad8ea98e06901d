import { abortReason, onAbort } from './abort.js';
import { type Clock, systemClock } from './clock.js';
import { LaneQueue } from './lane-queue.js';
import {
  type BudgetAsk,
  BudgetDeadlineError,
  type BudgetFacet,
  type BudgetLimits,
  type BudgetSnapshot,
  type Permit,
  type ServiceProtectionBudget,
} from './service-protection-budget.js';
import { SpentWindow } from './spent-window.js';

/** The published defaults; "may vary", so a setting. */
export const defaultBudgetLimits: BudgetLimits = { requests: 6_000, executionMs: 1_200_000, concurrency: 52 };

/** One answer holds everybody back, so it is not believed for longer: three windows; if it was true, the next 429 says so. */
const longestBlockMs = 900_000;

/** Settings of a budget in memory. */
export interface SlidingWindowBudgetOptions {
  limits?: Partial<BudgetLimits> | undefined;
  /** The share of each limit that is spent; the rest is for what the server counts and we cannot see. Default 0.99. */
  margin?: number | undefined;
  /** Default 300 seconds. */
  windowMs?: number | undefined;
  /** Default 1 second. */
  slotMs?: number | undefined;
  clock?: Clock | undefined;
}

interface Waiter {
  ask: BudgetAsk;
  admit: (permit: Permit) => void;
  refuse: (error: Error) => void;
}

/**
 * One application user's limits as a true sliding window, in the memory of this process.
 *
 * A request is *waiting*, then *in flight*, then *spent*. It goes from waiting to in flight when, in every facet, what was
 * spent in the window plus what is set aside for those in flight plus its own estimate stays within limit × margin, and
 * no 429 holds everybody back. It is spent from the moment its response came until one window later. While it is in
 * flight its estimate is set aside, so that the sum is an upper bound of what the server can have counted, whenever
 * within the call the server counts it; for execution time this is so as far as estimates are not too low.
 *
 * Whoever waits is looked at again when something changes: a permit comes back, a slot of the window expires, a block
 * ends. Only the first in turn is looked at, else large asks would starve behind small ones. A waiting request leaves the
 * queue when its caller cancels or its deadline passes; at once when a 429 already reaches beyond the deadline.
 *
 * After a restart the window is empty: the server may still count what the last process sent; its 429 says so.
 */
export class SlidingWindowBudget implements ServiceProtectionBudget {
  private readonly limits: BudgetLimits;
  private readonly allowed: BudgetLimits;
  private readonly clock: Clock;
  private readonly window: SpentWindow;
  private readonly queue = new LaneQueue<Waiter>();
  private readonly reserved = { requests: 0, executionMs: 0 };
  private block: { until: number; facet: BudgetFacet } | undefined;
  private alarm: { at: number; silence: () => void } | undefined;
  private latest = 0;

  constructor(options: SlidingWindowBudgetOptions = {}) {
    const { margin = 0.99, windowMs = 300_000, slotMs = 1_000, clock = systemClock } = options;
    this.limits = { ...defaultBudgetLimits, ...options.limits };
    this.allowed = {
      requests: Math.floor(this.limits.requests * margin),
      executionMs: this.limits.executionMs * margin,
      concurrency: Math.floor(this.limits.concurrency * margin),
    };
    if (Math.min(this.allowed.requests, this.allowed.executionMs, this.allowed.concurrency) < 1) {
      throw new RangeError('A service protection budget needs limits that leave room for one request.');
    }
    this.clock = clock;
    this.window = new SpentWindow(windowMs, slotMs);
  }

  acquire(ask: BudgetAsk): Promise<Permit> {
    if (ask.signal?.aborted) return Promise.reject(abortReason(ask.signal));
    return new Promise((resolve, reject) => {
      // An estimate above the whole limit waits until it can run alone, instead of for ever.
      const estimatedMs = Math.min(Math.max(ask.estimatedMs, 0), this.allowed.executionMs);
      let isDecided = false;
      let stopWatching: () => void = () => undefined;
      const decide = () => {
        isDecided = true;
        stopWatching();
      };
      const waiter: Waiter = {
        ask: { ...ask, estimatedMs },
        admit: (permit) => {
          decide();
          resolve(permit);
        },
        refuse: (error) => {
          decide();
          this.queue.remove(ask.lane, waiter);
          reject(error);
        },
      };
      this.queue.add(ask.lane, waiter);
      this.refuseHopeless([waiter]);
      this.admitWaiting();
      if (!isDecided) stopWatching = this.letItLeave(waiter);
    });
  }

  blockUntil(epochMs: number, facet: BudgetFacet): void {
    const until = Math.min(epochMs, this.now() + longestBlockMs);
    if (until <= Math.max(this.now(), this.block?.until ?? 0)) return;
    this.block = { until, facet };
    this.refuseHopeless(this.queue.entries());
    this.admitWaiting();
  }

  snapshot(): BudgetSnapshot {
    const spent = this.window.spent(this.now());
    const block = this.presentBlock();
    return {
      limits: { ...this.limits },
      used: {
        requests: spent.requests + this.reserved.requests,
        executionMs: spent.executionMs + this.reserved.executionMs,
      },
      inFlight: this.reserved.requests,
      waiting: this.queue.lengths(),
      ...(block && { blockedUntil: block.until, blockedBy: block.facet }),
    };
  }

  private admitWaiting(): void {
    for (let turn = this.queue.first(); turn; turn = this.queue.first()) {
      const hindered = this.hindrance(turn.entry.ask);
      if (hindered) return this.lookAgainAt(hindered.until);
      this.queue.take(turn.lane);
      turn.entry.admit(this.permit(turn.entry.ask.estimatedMs));
    }
    this.silenceAlarm();
  }

  /** Why this ask cannot go now, with the time when that may change by itself; a returned permit may change it sooner. */
  private hindrance({ estimatedMs }: BudgetAsk): { until: number | undefined } | undefined {
    const block = this.presentBlock();
    if (block) return { until: block.until };
    const spent = this.window.spent(this.now());
    const fits =
      this.reserved.requests < this.allowed.concurrency &&
      spent.requests + this.reserved.requests + 1 <= this.allowed.requests &&
      spent.executionMs + this.reserved.executionMs + estimatedMs <= this.allowed.executionMs;
    return fits ? undefined : { until: this.window.nextExpiry() };
  }

  private permit(estimatedMs: number): Permit {
    this.reserved.requests += 1;
    this.reserved.executionMs += estimatedMs;
    let settled = false;
    return {
      settle: ({ executionMs }) => {
        if (settled) return;
        settled = true;
        this.reserved.requests -= 1;
        this.reserved.executionMs =
          this.reserved.requests === 0 ? 0 : this.reserved.executionMs - estimatedMs;
        this.window.add(this.now(), Math.max(executionMs, 0));
        this.admitWaiting();
      },
    };
  }

  private refuseHopeless(waiters: Waiter[]): void {
    const block = this.presentBlock();
    const now = this.now();
    for (const { ask, refuse } of waiters) {
      if (ask.deadline === undefined) continue;
      if (block && block.until >= ask.deadline) refuse(new BudgetDeadlineError(block.until - now));
      else if (ask.deadline <= now) refuse(new BudgetDeadlineError());
    }
  }

  /** Watches for what makes a waiting caller leave. Its place may be the first, so the next is looked at. */
  private letItLeave({ ask, refuse }: Waiter): () => void {
    const leave = (error: Error) => {
      refuse(error);
      this.admitWaiting();
    };
    const { signal, deadline } = ask;
    const stopListening = onAbort(signal, () => leave(abortReason(signal as AbortSignal)));
    if (deadline === undefined) return stopListening;
    const forget = this.clock.after(deadline - this.now(), () => leave(new BudgetDeadlineError()));
    return () => {
      stopListening();
      forget();
    };
  }

  private lookAgainAt(at: number | undefined): void {
    if (at === undefined || (this.alarm && this.alarm.at <= at)) return;
    this.silenceAlarm();
    const silence = this.clock.after(at - this.now(), () => {
      this.alarm = undefined;
      this.admitWaiting();
    });
    this.alarm = { at, silence };
  }

  /** With nobody waiting there is nothing to look at, and a timer would keep the process alive. */
  private silenceAlarm(): void {
    this.alarm?.silence();
    this.alarm = undefined;
  }

  private presentBlock(): { until: number; facet: BudgetFacet } | undefined {
    return this.block && this.block.until > this.now() ? this.block : undefined;
  }

  /** Never backwards: a wall clock that is set back must not make the window forget. */
  private now(): number {
    this.latest = Math.max(this.latest, this.clock.now());
    return this.latest;
  }
}
