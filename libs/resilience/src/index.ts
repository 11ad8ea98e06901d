export { AbortError, abortReason, onAbort } from './abort.js';
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
export {
  type BudgetAsk,
  BudgetDeadlineError,
  type BudgetFacet,
  type BudgetLimits,
  type BudgetSnapshot,
  type Lane,
  type Permit,
  type ServiceProtectionBudget,
} from './service-protection-budget.js';
export {
  defaultBudgetLimits,
  SlidingWindowBudget,
  type SlidingWindowBudgetOptions,
} from './sliding-window-budget.js';
