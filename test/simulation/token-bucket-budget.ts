import type { BudgetAsk, BudgetSnapshot, Clock, Permit, ServiceProtectionBudget } from '#lib/resilience';
import type { LedgerSettings } from '#lib/resilience/testing';

interface Waiter {
  ask: BudgetAsk;
  admit: (permit: Permit) => void;
}

/** Beside which a token is nothing: sums of fractions drift. */
const dust = 1e-6;

/**
 * The optimistic way: a bucket that holds the whole limit and is refilled by the limit a window, for requests and for execution
 * time. No second is above the rate for long, and yet the first window admits twice the limit.
 */
export class TokenBucketBudget implements ServiceProtectionBudget {
  private readonly line: Waiter[] = [];
  private tokens: { requests: number; executionMs: number };
  private running = 0;
  private at: number;
  private silenceAlarm = () => {};

  constructor(
    private readonly settings: LedgerSettings,
    private readonly clock: Clock,
  ) {
    this.tokens = { ...settings.limits };
    this.at = clock.now();
  }

  acquire(ask: BudgetAsk): Promise<Permit> {
    return new Promise((resolve) => {
      this.line.push({ ask, admit: resolve });
      this.serve();
    });
  }

  block(): void {
    // It has nothing that could be held back.
  }

  recommendConcurrency(): void {
    // Nor does it listen.
  }

  snapshot(): BudgetSnapshot {
    throw new Error('Nobody looks at it.');
  }

  report(): Promise<undefined> {
    return Promise.resolve(undefined);
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  private serve(): void {
    this.silenceAlarm();
    this.refill();
    for (let next = this.line[0]; next; next = this.line[0]) {
      if (this.running >= this.settings.limits.concurrency) return;
      const waitMs = this.waitFor(next.ask.estimatedMs);
      if (waitMs > 0) return void (this.silenceAlarm = this.clock.after(waitMs, () => this.serve()));
      this.line.shift();
      this.admit(next);
    }
  }

  private admit({ ask, admit }: Waiter): void {
    this.running += 1;
    this.tokens.requests -= 1;
    this.tokens.executionMs -= ask.estimatedMs;
    admit({
      settle: ({ executionMs = 0 }) => {
        this.running -= 1;
        this.tokens.executionMs += ask.estimatedMs - executionMs;
        this.serve();
      },
    });
  }

  private refill(): void {
    const { limits, windowMs } = this.settings;
    const windows = (this.clock.now() - this.at) / windowMs;
    this.at = this.clock.now();
    for (const facet of ['requests', 'executionMs'] as const)
      this.tokens[facet] = Math.min(limits[facet], this.tokens[facet] + limits[facet] * windows);
  }

  private waitFor(estimatedMs: number): number {
    const { limits, windowMs } = this.settings;
    const lacking = Math.max(
      (1 - this.tokens.requests) / limits.requests,
      (Math.min(estimatedMs, limits.executionMs) - this.tokens.executionMs) / limits.executionMs,
    );
    return lacking > dust ? Math.max(lacking * windowMs, 1) : 0;
  }
}
