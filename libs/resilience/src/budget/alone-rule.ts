import type { LedgerSettings } from './ledger/ledger-settings.js';
import type { OwnSpend, OwnUse } from './own-spend.js';

/**
 * What a process may spend that cannot reach the ledger, or finds it emptied. The others' part of the window is unknown, its own is
 * not: as long as each process spends no more than it had spent in the window before, all of them together stay within the
 * limit. So for one window it repeats at most its own past, and never more than its configured share; afterwards, when all that was
 * spent before is forgotten on both sides, its share, which the ledger holds back for it. A process that had done nothing keeps moving in the
 * margin; so does one that never was in contact, for as long as that lasts: nothing is held back for a process of which nobody knows.
 */
export class AloneRule {
  private readonly share: OwnUse;
  private readonly least: OwnUse;
  private readonly past: OwnUse;

  /**
   * @param own All of the process's part of the window
   * @param under What of it was done under this rule: within the last window, for it may have been in force before
   * @param isKnown The ledger has heard of the process
   */
  constructor(
    private readonly settings: LedgerSettings,
    private readonly startsAt: number,
    private readonly own: OwnSpend,
    private readonly under: OwnSpend,
    private readonly isKnown: boolean,
  ) {
    const { limits, margin, processes } = settings;
    const unspent = (1 - margin) / (2 * processes);
    this.past = own.use(startsAt);
    this.share = {
      requests: Math.floor((limits.requests * margin) / processes),
      executionMs: (limits.executionMs * margin) / processes,
      inFlight: Math.floor((limits.concurrency - processes) / processes) || 1,
    };
    this.least = {
      requests: Math.floor(limits.requests * unspent),
      executionMs: limits.executionMs * unspent,
      inFlight: 1,
    };
  }

  /** How many of these, in their order, may go now. An ask above all that there is goes when nothing else does. */
  admits(estimates: readonly number[], now: number): number {
    const caps = this.caps(now);
    const { requests, executionMs, inFlight } = this.under.use(now);
    const room = {
      requests: caps.requests - requests,
      executionMs: caps.executionMs - executionMs,
      inFlight: caps.inFlight - inFlight,
    };
    let count = 0;
    for (const estimatedMs of estimates) {
      const fits = room.executionMs >= Math.min(estimatedMs, caps.executionMs);
      if (room.requests < 1 || room.inFlight < 1 || !fits) break;
      room.requests -= 1;
      room.inFlight -= 1;
      room.executionMs -= estimatedMs;
      count += 1;
    }
    return count;
  }

  /** What may be done under this rule, all in all. */
  private caps(now: number): OwnUse {
    const { windowMs, leaseMs } = this.settings;
    const [own, under] = [this.own.use(now), this.under.use(now)];
    const cap = (facet: keyof OwnUse, untilMs: number) => {
      if (this.isKnown && now - this.startsAt >= untilMs) return this.share[facet];
      const before = own[facet] - under[facet];
      return Math.min(this.share[facet], Math.max(this.past[facet] - before, this.least[facet]));
    };
    return {
      requests: cap('requests', windowMs + leaseMs),
      executionMs: cap('executionMs', windowMs + leaseMs),
      inFlight: cap('inFlight', leaseMs),
    };
  }
}
