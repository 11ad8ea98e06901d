import type { Clock } from '../../../control/src/index.js';
import { requestLimitExceeded } from '../errors.js';
import { SlidingWindow } from './sliding-window.js';

export interface RequestLimit {
  requests: number;
  windowSeconds: number;
}

/** The limit in the documentation, though "may vary": developer/data-platform/api-limits. */
export const DEFAULT_LIMIT: RequestLimit = { requests: 6_000, windowSeconds: 300 };

/** How much longer a user is shut out for each request it sends while shut out. Not documented: our choice, as is the cap. */
const EXTENSION_MS = 100;

interface Account {
  window: SlidingWindow;
  blockedUntil: number;
  /** Extensions go no further than this: one window after the user was shut out. */
  blockedAtMost: number;
  throttled: number;
}

/**
 * The number-of-requests facet of the service protection limits, a true sliding window for each application user. When a window is
 * full its user is shut out until the oldest request has left it, and a little longer for each request that it sends meanwhile.
 * Refused requests do not count as requests.
 */
export class RequestLimiter {
  private accounts = new Map<string, Account>();
  private limit: RequestLimit | undefined;

  constructor(
    limit: RequestLimit | undefined,
    private readonly clock: Clock,
  ) {
    this.limit = limit;
  }

  /** Changes the limit, or lifts it; what has been counted stays. */
  change(limit: RequestLimit | undefined): void {
    this.limit = limit;
    for (const account of this.accounts.values()) account.blockedUntil = 0;
  }

  get current(): RequestLimit | undefined {
    return this.limit;
  }

  /** @throws DataverseError 429 */
  admit(user: string): void {
    const now = this.clock.now();
    const account = this.account(user);
    const used = account.window.countAt(now, this.windowMs);
    if (this.limit) this.requireRoom(account, this.limit, used, now);
    account.window.add(now);
  }

  /** Requests left in the window: a debugging aid in the responses. */
  remaining(user: string | undefined): number {
    const { requests } = this.limit ?? DEFAULT_LIMIT;
    if (user === undefined) return requests;
    return Math.max(0, requests - this.account(user).window.countAt(this.clock.now(), this.windowMs));
  }

  report(): Record<string, { fullestWindow: number; throttled: number }> {
    const entry = ([user, { window, throttled }]: [string, Account]) => [
      user,
      { fullestWindow: window.peak, throttled },
    ];
    return Object.fromEntries([...this.accounts].map(entry));
  }

  reset(): void {
    this.accounts = new Map();
  }

  private get windowMs(): number {
    return (this.limit ?? DEFAULT_LIMIT).windowSeconds * 1000;
  }

  private requireRoom(
    account: Account,
    { requests, windowSeconds }: RequestLimit,
    used: number,
    now: number,
  ): void {
    if (now < account.blockedUntil) {
      account.blockedUntil = Math.min(account.blockedUntil + EXTENSION_MS, account.blockedAtMost);
    } else if (used >= requests) {
      account.blockedUntil = account.window.oldestLeavesAt(this.windowMs);
      account.blockedAtMost = now + this.windowMs;
    } else return;
    account.throttled += 1;
    throw requestLimitExceeded(
      requests,
      windowSeconds,
      Math.max(1, Math.ceil((account.blockedUntil - now) / 1000)),
    );
  }

  private account(user: string): Account {
    const known = this.accounts.get(user);
    if (known) return known;
    const account = { window: new SlidingWindow(), blockedUntil: 0, blockedAtMost: 0, throttled: 0 };
    this.accounts.set(user, account);
    return account;
  }
}
