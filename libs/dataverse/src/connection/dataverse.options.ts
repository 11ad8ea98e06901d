import type { Registry } from 'prom-client';
import type { AccessTokenSource, AttemptLogger, CorrelationOptions, RetryOptions } from '#lib/http';
import type {
  BudgetLimits,
  CircuitBreakerOptions,
  Clock,
  Lane,
  ServiceProtectionBudget,
} from '#lib/resilience';
import type { GroupWritesOptions } from '../write-groups/group-writes.options.js';
import type { Entitlement } from './entitlement-watch.js';

/** Settings of a budget that no other process shares. */
export type OwnBudget = Partial<BudgetLimits> & {
  margin?: number | undefined;
  windowMs?: number | undefined;
};

/** Settings of the client of one Dataverse environment as one application user. Times in milliseconds. */
export interface DataverseOptions {
  /** The environment's, such as `https://contoso.crm4.dynamics.com`. */
  url: string;
  tokens: AccessTokenSource;
  /** For calls that name none. Default `interactive`. */
  lane?: Lane | undefined;
  /** A call with all its attempts and waits. Default 60 seconds. */
  totalTimeoutMs?: number | undefined;
  /** One attempt. Default 20 seconds; below the total, else a silent Dataverse would never open the circuit. */
  attemptTimeoutMs?: number | undefined;
  retry?: Pick<RetryOptions, 'maxAttempts' | 'baseMs' | 'capMs'> | undefined;
  /**
   * Lets writes that come while others are on their way share requests, each with its own answer; `true` for the defaults. Writes
   * to one row then keep their order. Default: each write has a request of its own.
   */
  groupWrites?: boolean | GroupWritesOptions | undefined;
  breaker?: Omit<CircuitBreakerOptions, 'name' | 'clock'> | undefined;
  /**
   * The application user's limits, as far as they differ from the published defaults, for a budget in this process's memory; or the budget
   * itself, such as one that several processes share. It then belongs to the connection, and is closed with it.
   */
  budget?: OwnBudget | ServiceProtectionBudget | undefined;
  /** Warned of at 70 and at 90 % of it. Default: the operations are counted, and compared with nothing. */
  entitlement?: Entitlement | undefined;
  logger?: AttemptLogger | undefined;
  registry?: Registry | undefined;
  currentTrace?: CorrelationOptions['currentTrace'];
  /** For tests that run hours in a moment. Default: the machine's. */
  clock?: Clock | undefined;
}
