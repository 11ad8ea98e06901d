import type { Registry } from 'prom-client';
import type { AccessTokenSource, AttemptLogger, CorrelationOptions, RetryOptions } from '#lib/http';
import type { BudgetLimits, CircuitBreakerOptions, Lane } from '#lib/resilience';

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
  breaker?: Omit<CircuitBreakerOptions, 'name' | 'clock'> | undefined;
  /** The application user's limits, as far as they differ from the published defaults. */
  budget?:
    (Partial<BudgetLimits> & { margin?: number | undefined; windowMs?: number | undefined }) | undefined;
  logger?: AttemptLogger | undefined;
  registry?: Registry | undefined;
  currentTrace?: CorrelationOptions['currentTrace'];
}
