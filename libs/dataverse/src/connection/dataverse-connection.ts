import type { Send } from '#lib/http';
import {
  type BudgetSnapshot,
  CircuitBreaker,
  type CircuitState,
  ExecutionEstimates,
  type ServiceProtectionBudget,
  memoryBudget,
} from '#lib/resilience';
import { dataverseMetrics } from './dataverse.metrics.js';
import type { DataverseOptions } from './dataverse.options.js';
import { dataversePipeline } from './dataverse.pipeline.js';
import { type RateLimitHints, rateLimitHints } from './rate-limit-hints.js';

/** How the client stands, told from memory: no call is made. */
export interface DataverseHealth {
  circuit: CircuitState;
  budget: BudgetSnapshot;
  /** What Dataverse said last of its limits; for people to look at. */
  hints: RateLimitHints | undefined;
}

/** As many calls may be in flight of which nothing is known yet: some more than may be at a time. */
const callsBegunUnknown = 60;

/** The state that all calls of one application user share: the circuit and the budget. */
export class DataverseConnection {
  readonly breaker: CircuitBreaker;
  readonly budget: ServiceProtectionBudget;
  readonly send: Send;
  private hints: RateLimitHints | undefined;

  constructor(options: DataverseOptions, transport: Send) {
    const { totalTimeoutMs = 60_000, attemptTimeoutMs = 20_000 } = options;
    if (attemptTimeoutMs >= totalTimeoutMs) {
      throw new RangeError('The timeout of an attempt must be below the timeout of the whole call.');
    }
    const { margin, windowMs, ...limits } = options.budget ?? {};
    this.breaker = new CircuitBreaker({ name: 'Dataverse', ...options.breaker });
    this.budget = memoryBudget({ limits, margin, windowMs });
    const { executionMs } = this.budget.snapshot().limits;
    const onAttempt = options.registry && dataverseMetrics(options.registry, this.breaker, this.budget);
    this.send = dataversePipeline(
      {
        correlation: { currentTrace: options.currentTrace },
        totalTimeoutMs,
        retry: options.retry ?? {},
        breaker: this.breaker,
        tokens: options.tokens,
        budget: this.budget,
        estimates: new ExecutionEstimates({ firstMs: executionMs / callsBegunUnknown, windowMs }),
        attemptTimeoutMs,
        log: { logger: options.logger, onAttempt },
      },
      this.listening(transport),
    );
  }

  health(): DataverseHealth {
    return { circuit: this.breaker.state(), budget: this.budget.snapshot(), hints: this.hints };
  }

  /** Ends the breaker's timers. Calls in flight go on; the connections are the transport's to end. */
  close(): void {
    this.breaker.close();
  }

  private listening(transport: Send): Send {
    return async (request) => {
      const response = await transport(request);
      const hints = rateLimitHints(response.headers);
      if (Object.keys(hints).length > 0) this.heed(hints);
      return response;
    };
  }

  private heed(hints: RateLimitHints): void {
    const { recommendedConcurrency: places } = hints;
    if (places !== undefined && places >= 1 && places !== this.hints?.recommendedConcurrency)
      this.budget.recommendConcurrency(Math.floor(places));
    this.hints = hints;
  }
}
