import {
  BudgetLedger,
  type LedgerAnswer,
  type LedgerMessage,
  type LedgerSettings,
  type LedgerStore,
} from '#lib/resilience/testing';
import type { LedgerLink } from './ledger-link.js';
import type { VirtualTime } from './virtual-time.js';

/**
 * The ledger that several processes share, where it is one network away: its own clock, links that may lose or delay
 * what they carry, and a host that may die and come back with what it knew or with nothing.
 */
export class SimulatedLedger {
  private ledger: BudgetLedger;
  private readonly hearers = new Map<LedgerLink, () => void>();
  /** Its clock may be set back. */
  aheadMs = 0;
  isDown = false;

  constructor(
    private readonly time: VirtualTime,
    private readonly settings: LedgerSettings,
  ) {
    this.ledger = this.empty();
  }

  /** It is found with nothing of what it knew. */
  lose(): void {
    this.ledger = this.empty();
  }

  /** As one process reaches it. */
  storeFor(link: LedgerLink): LedgerStore {
    return {
      exchange: (message) => link.carry(() => this.exchange(message, link)),
      report: () => this.ledger.report(this.now()),
      onNews: (hear) => void this.hearers.set(link, hear),
      close: () => Promise.resolve(void this.hearers.delete(link)),
    };
  }

  private exchange(message: LedgerMessage, from: LedgerLink): LedgerAnswer | undefined {
    if (this.isDown) return undefined;
    const answer = this.ledger.exchange(message, this.now());
    if (answer.concernsOthers) for (const [link, hear] of this.hearers) if (link !== from) link.tell(hear);
    return answer;
  }

  private empty(): BudgetLedger {
    return new BudgetLedger(this.settings, this.now());
  }

  private now(): number {
    return this.time.now() + this.aheadMs;
  }
}
