import {
  type AccessTokenSource,
  attemptTimeoutPolicy,
  bearerTokenPolicy,
  circuitBreakerPolicy,
  type ClientPolicy,
  correlationPolicy,
  type CorrelationOptions,
  type LogOptions,
  logPolicy,
  pipeline,
  type RetryOptions,
  retryPolicy,
  type Send,
  totalTimeoutPolicy,
} from '#lib/http';
import type { CircuitBreaker, Clock, ExecutionEstimates, ServiceProtectionBudget } from '#lib/resilience';
import { isDatabaseBusy } from '../errors/dataverse-error.js';
import { groupWritesPolicy } from '../write-groups/group-writes.policy.js';
import { rowOrderPolicy } from '../write-groups/row-order.policy.js';
import type { WriteGroupsOptions } from '../write-groups/write-groups.js';
import { serviceProtectionPolicy } from './service-protection.policy.js';

/** What the road of a call to Dataverse is made of. Times in milliseconds. */
export interface DataversePipelineParts {
  correlation: CorrelationOptions;
  totalTimeoutMs: number;
  retry: RetryOptions;
  /** Without it, each write has a request of its own. */
  groupWrites?: WriteGroupsOptions | undefined;
  breaker: CircuitBreaker;
  tokens: AccessTokenSource;
  budget: ServiceProtectionBudget;
  estimates?: ExecutionEstimates | undefined;
  attemptTimeoutMs: number;
  log: LogOptions;
  /** Of every step that has to do with time. Default: the machine's. */
  clock?: Clock | undefined;
}

/**
 * The steps of a call to Dataverse. The order is deliberate: each attempt meets the breaker, signs and pays anew. Writes that share
 * requests do so attempt by attempt, and what follows is done once for all of them.
 */
export const dataversePolicies = ({ clock, ...parts }: DataversePipelineParts): ClientPolicy[] => [
  correlationPolicy(parts.correlation),
  totalTimeoutPolicy({ totalTimeoutMs: parts.totalTimeoutMs, clock }),
  ...(parts.groupWrites ? [rowOrderPolicy()] : []),
  retryPolicy({ clock, ...parts.retry, isPassing: isDatabaseBusy }),
  ...(parts.groupWrites ? [groupWritesPolicy({ clock, ...parts.groupWrites })] : []),
  circuitBreakerPolicy(parts.breaker),
  bearerTokenPolicy(parts.tokens),
  serviceProtectionPolicy(parts.budget, { estimates: parts.estimates, clock }),
  attemptTimeoutPolicy({ attemptTimeoutMs: parts.attemptTimeoutMs, clock }),
  logPolicy({ clock, ...parts.log }),
];

/** The whole road of a call to Dataverse. */
export const dataversePipeline = (parts: DataversePipelineParts, transport: Send): Send =>
  pipeline(dataversePolicies(parts), transport);
