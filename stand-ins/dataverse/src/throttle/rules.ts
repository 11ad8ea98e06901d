import type { Facet } from './limits.js';

/** What no page says about the limits; `unknowns.ts` has the questions. */
export interface ThrottleRules {
  refusedRequests: 'notCounted' | 'counted';
  facetOrder: 'requestsFirst' | 'executionTimeFirst' | 'concurrencyFirst';
  executionCharged: 'atCompletion' | 'atArrival';
  retryAfter: 'untilRoom' | 'halfAgain' | 'twice';
}

export const defaultRules: ThrottleRules = {
  refusedRequests: 'notCounted',
  facetOrder: 'requestsFirst',
  executionCharged: 'atCompletion',
  retryAfter: 'untilRoom',
};

export const facetsInOrder: Record<ThrottleRules['facetOrder'], readonly Facet[]> = {
  requestsFirst: ['requests', 'executionTime', 'concurrency'],
  executionTimeFirst: ['executionTime', 'requests', 'concurrency'],
  concurrencyFirst: ['concurrency', 'requests', 'executionTime'],
};

/** How many times as long as until there is room a user is shut out. */
export const waitFactor: Record<ThrottleRules['retryAfter'], number> = {
  untilRoom: 1,
  halfAgain: 1.5,
  twice: 2,
};
