import type { LedgerAnswer, LedgerMessage, LedgerView } from './ledger/ledger-message.js';
import type { LedgerReport } from './ledger/ledger-report.js';

/** Where the ledger is kept. */
export interface LedgerStore {
  /** One message, one answer: at once where the ledger is in this process, else a promise, which rejects when it cannot be reached. */
  exchange(message: LedgerMessage): LedgerAnswer | Promise<LedgerAnswer>;
  /** The ledger now, where that can be told without asking. */
  view?(): LedgerView;
  /** All of it, for people to look at; undefined when there is nothing yet, and it rejects when it cannot be reached. */
  report(): LedgerReport | undefined | Promise<LedgerReport | undefined>;
  /** Calls back when another process has changed what those who wait here wait for. */
  onNews?(hear: () => void): void;
  close(): Promise<void>;
}
