import type { Clock } from '../clock.js';
import { BudgetLedger } from './ledger/budget-ledger.js';
import type { LedgerAnswer, LedgerMessage, LedgerView } from './ledger/ledger-message.js';
import type { LedgerReport } from './ledger/ledger-report.js';
import type { LedgerSettings } from './ledger/ledger-settings.js';
import type { LedgerStore } from './ledger-store.js';

/** The ledger of an application user that only this process works as. After a restart it is empty; the service's 429 says what it still counts. */
export class MemoryLedger implements LedgerStore {
  private readonly ledger: BudgetLedger;

  constructor(
    settings: LedgerSettings,
    private readonly clock: Clock,
  ) {
    this.ledger = new BudgetLedger(settings, clock.now());
  }

  exchange(message: LedgerMessage): LedgerAnswer {
    return this.ledger.exchange(message, this.clock.now());
  }

  view(): LedgerView {
    return this.ledger.view(this.clock.now());
  }

  report(): LedgerReport {
    return this.ledger.report(this.clock.now());
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}
