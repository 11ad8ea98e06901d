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
  /** How each process that has spoken is called. */
  private readonly calls = new Map<string, () => void>();
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
    let hear = () => {};
    return {
      exchange: (message) => {
        this.calls.set(message.member, () => link.tell(hear));
        return link.carry(() => this.exchange(message));
      },
      report: () => this.ledger.report(this.now()),
      onNews: (listener) => void (hear = listener),
      close: () => Promise.resolve(),
    };
  }

  private exchange(message: LedgerMessage): LedgerAnswer | undefined {
    if (this.isDown) return undefined;
    const answer = this.ledger.exchange(message, this.now());
    if (answer.calls) this.calls.get(answer.calls)?.();
    return answer;
  }

  private empty(): BudgetLedger {
    return new BudgetLedger(this.settings, this.now());
  }

  private now(): number {
    return this.time.now() + this.aheadMs;
  }
}
