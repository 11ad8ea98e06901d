export type { AccessTokenSource } from './access-token-source.js';
export { isInParts } from './answer-in-parts.js';
export { attemptTimeoutPolicy, type AttemptTimeoutOptions } from './attempt-timeout.policy.js';
export { axiosTransport } from './axios-transport.js';
export { bearerTokenPolicy } from './bearer-token.policy.js';
export { circuitBreakerPolicy } from './circuit-breaker.policy.js';
export { correlationHeaders, correlationPolicy, type CorrelationOptions } from './correlation.policy.js';
export {
  type CallTally,
  type ClientPolicy,
  type HttpRequest,
  type HttpResponse,
  pipeline,
  type Send,
} from './http-call.js';
export { type AttemptLogger, type AttemptReport, type LogOptions, logPolicy } from './log.policy.js';
export { retryAfterMs } from './retry-after.js';
export { type RetryOptions, retryPolicy } from './retry.policy.js';
export { totalTimeoutPolicy, type TotalTimeoutOptions } from './total-timeout.policy.js';
export {
  TotalTimeoutError,
  TransportError,
  type TransportErrorCode,
  type TransportOutcome,
} from './transport-error.js';
export { UndiciConnections, type UndiciOptions } from './undici.adapter.js';
