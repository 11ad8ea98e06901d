import type { LedgerSettings } from './ledger/ledger-settings.js';
import type { OwnUse } from './own-spend.js';

/** What may be spent now. */
export interface Room extends OwnUse {
  /** The most execution time that there can be room for at a time. */
  capMs: number;
}

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

  constructor(
    private readonly settings: LedgerSettings,
    private readonly startsAt: number,
    /** Its part of the window at the start. */
    private readonly past: OwnUse,
    /** The ledger has heard of it. */
    private readonly isKnown: boolean,
  ) {
    const { limits, margin, processes } = settings;
    const unspent = (1 - margin) / (2 * processes);
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

  /**
   * @param own All of the process's part of the window
   * @param since What it did under this rule
   */
  room(now: number, own: OwnUse, since: OwnUse): Room {
    const { windowMs, leaseMs } = this.settings;
    const cap = (facet: keyof OwnUse, untilMs: number) => {
      if (this.isKnown && now - this.startsAt >= untilMs) return this.share[facet];
      const before = own[facet] - since[facet];
      return Math.min(this.share[facet], Math.max(this.past[facet] - before, this.least[facet]));
    };
    const capMs = cap('executionMs', windowMs + leaseMs);
    return {
      requests: cap('requests', windowMs + leaseMs) - since.requests,
      executionMs: capMs - since.executionMs,
      capMs,
      inFlight: cap('inFlight', leaseMs) - since.inFlight,
    };
  }
}
