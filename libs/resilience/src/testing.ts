export { BudgetLedger } from './budget/ledger/budget-ledger.js';
export type { LedgerAnswer, LedgerMessage } from './budget/ledger/ledger-message.js';
export { type LedgerOptions, type LedgerSettings, ledgerSettings } from './budget/ledger/ledger-settings.js';
export { LedgerBudget } from './budget/ledger-budget.js';
export type { LedgerStore } from './budget/ledger-store.js';
export { MemoryLedger } from './budget/memory-ledger.js';
export { sleepBy } from './clock.js';
export { ManualClock } from './manual-clock.js';
