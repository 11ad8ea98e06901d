import type { Send } from '#lib/http';
import {
  type BudgetFacet,
  type BudgetSnapshot,
  CircuitBreaker,
  type CircuitState,
  type Clock,
  ExecutionEstimates,
  type Lane,
  type ServiceProtectionBudget,
  memoryBudget,
  systemClock,
} from '#lib/resilience';
import { budgetMetrics } from './budget.metrics.js';
import { dataverseMetrics } from './dataverse.metrics.js';
import type { DataverseOptions } from './dataverse.options.js';
import { dataversePipeline, type DataversePipelineParts } from './dataverse.pipeline.js';
import { refuseWrongAddress } from '../web-api/service-address.js';
import { refuseUnknownOptions } from '../web-api/refuse-unknown-options.js';
import { groupWritesOptions } from '../write-groups/group-writes.options.js';
import { writeGroupsMetrics } from '../write-groups/write-groups.metrics.js';
import { EntitlementWatch } from './entitlement-watch.js';
import { observedBudget } from './observed-budget.js';
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
  readonly clock: Clock;
  readonly breaker: CircuitBreaker;
  readonly budget: ServiceProtectionBudget;
  readonly send: Send;
  private hints: RateLimitHints | undefined;

  constructor(options: DataverseOptions, transport: Send) {
    const { totalTimeoutMs = 60_000, attemptTimeoutMs = 20_000, clock = systemClock } = options;
    if (attemptTimeoutMs >= totalTimeoutMs) {
      throw new RangeError('The timeout of an attempt must be below the timeout of the whole call.');
    }
    refuseWrongAddress(options.url);
    this.clock = clock;
    this.breaker = new CircuitBreaker({ name: 'Dataverse', ...options.breaker, clock });
    this.budget = this.watched(options);
    const { executionMs } = this.budget.snapshot().limits;
    const onAttempt = options.registry && dataverseMetrics(options.registry, this.breaker);
    this.send = dataversePipeline(
      {
        correlation: { currentTrace: options.currentTrace },
        totalTimeoutMs,
        retry: options.retry ?? {},
        groupWrites: this.grouping(options),
        breaker: this.breaker,
        tokens: options.tokens,
        budget: this.budget,
        estimates: new ExecutionEstimates({
          firstMs: executionMs / callsBegunUnknown,
          mostMs: attemptTimeoutMs,
          clock,
        }),
        attemptTimeoutMs,
        log: { logger: options.logger, onAttempt },
        clock,
      },
      this.listening(transport),
    );
  }

  health(): DataverseHealth {
    return { circuit: this.breaker.state(), budget: this.budget.snapshot(), hints: this.hints };
  }

  /** By how much calls with many rows should be smaller than they might be: 1, and less after a 429 for execution time. */
  readonly callScale = (): number => this.budget.snapshot().callScale;

  /** Ends the breaker's timers and the budget: nothing is sent any more. Calls in flight go on; the connections are the transport's to end. */
  async close(): Promise<void> {
    this.breaker.close();
    await this.budget.close();
  }

  /** The budget, with those who look at it. */
  private watched({ budget, registry, entitlement, logger }: DataverseOptions): ServiceProtectionBudget {
    const watched = budgetOf(budget, this.clock);
    const metrics =
      registry && budgetMetrics(registry, { budget: watched, hints: () => this.hints, entitlement });
    const operations = () => watched.snapshot().operations;
    const watch = entitlement && logger && new EntitlementWatch(entitlement, operations, logger);
    const observer = {
      waited: (lane: Lane, waitedMs: number) => metrics?.waited(lane, waitedMs),
      throttled: (facet: BudgetFacet) => metrics?.throttled(facet),
      settled: () => watch?.look(),
    };
    return observedBudget(watched, observer, this.clock);
  }

  private grouping({ groupWrites, url, registry }: DataverseOptions): DataversePipelineParts['groupWrites'] {
    if (!groupWrites) return undefined;
    if (groupWrites !== true) refuseUnknownOptions(groupWrites, groupWritesOptions, 'groupWrites');
    const onSent = registry && writeGroupsMetrics(registry);
    return {
      ...(groupWrites !== true && groupWrites),
      url,
      onSent,
      callScale: this.callScale,
      clock: this.clock,
    };
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

function budgetOf(budget: DataverseOptions['budget'] = {}, clock: Clock): ServiceProtectionBudget {
  if ('acquire' in budget) return budget;
  const { margin, windowMs, ...limits } = budget;
  return memoryBudget({ limits, margin, windowMs }, clock);
}
