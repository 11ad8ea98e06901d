export { AbortError, abortReason, onAbort, unlessAborted } from './abort.js';
export { backoff, type BackoffOptions } from './backoff.js';
export {
  type CallOutcome,
  CircuitBreaker,
  type CircuitBreakerOptions,
  CircuitOpenError,
  type CircuitState,
  type CircuitVerdict,
} from './circuit-breaker.js';
export { type Clock, systemClock } from './clock.js';
export { memoryBudget, redisBudget, type RedisBudgetOptions } from './budget/budgets.js';
export {
  type Estimate,
  ExecutionEstimates,
  type ExecutionEstimatesOptions,
} from './budget/execution-estimates.js';
export { type Forecast, minutesToThrottling } from './budget/forecast.js';
export type { LedgerReport, MemberReport } from './budget/ledger/ledger-report.js';
export { openBudget, type OpenBudgetOptions } from './budget/open-budget.js';
export { BudgetStoreUnavailableError } from './budget/redis/budget-store-unavailable-error.js';
export { type KeptBudget, LedgerReader } from './budget/redis/ledger-reader.js';
export { type LedgerOptions } from './budget/ledger/ledger-settings.js';
export {
  type BudgetFacet,
  type BudgetLimits,
  defaultBudgetLimits,
  type Lane,
  lanesByRank,
  type Spend,
} from './budget/limits.js';
export {
  type BudgetAsk,
  BudgetDeadlineError,
  type BudgetSnapshot,
  type Permit,
  type ServiceProtectionBudget,
  type Standing,
  type StandingListener,
} from './budget/service-protection-budget.js';
