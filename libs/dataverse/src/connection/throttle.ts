import { type HttpResponse, isInParts, retryAfterMs } from '#lib/http';
import type { BudgetFacet } from '#lib/resilience';
import { errorIn } from '../errors/error-body.js';
import { readBatch } from '../web-api/batch/read-batch.js';

/** For how long an answer asks everybody to wait, and for want of what. */
export interface Throttle {
  facet: BudgetFacet;
  waitMs: number;
}

/** The hexadecimal codes of the Web API (learn.microsoft.com/power-apps/developer/data-platform/api-limits). */
const facetByCode: Record<string, BudgetFacet> = {
  '0x80072322': 'requests',
  '0x80072321': 'executionTime',
  '0x80072326': 'concurrency',
};

/** What a 429 without a readable Retry-After costs everybody, in milliseconds. */
const waitWithoutHintMs = 10_000;

/**
 * What the 429s in an answer ask for, the longest of them; undefined when there is none. A batch may have met the limit halfway:
 * then the 429 is a part's, which says how long, and the whole may even be a 200 that went on behind it.
 */
export function throttleIn(response: HttpResponse, nowMs: number): Throttle | undefined {
  const throttles = throttledIn(response).map(({ headers, body }) => ({
    facet: facetByCode[errorIn(body).code.toLowerCase()] ?? 'unknown',
    waitMs: longestTold([headers, response.headers], nowMs) ?? waitWithoutHintMs,
  }));
  return throttles.sort((a, b) => b.waitMs - a.waitMs)[0];
}

function longestTold(headers: readonly HttpResponse['headers'][], nowMs: number): number | undefined {
  const told = headers.flatMap((each) => retryAfterMs(each, nowMs) ?? []);
  return told.length > 0 ? Math.max(...told) : undefined;
}

type Answer = Pick<HttpResponse, 'status' | 'headers' | 'body'>;

const isThrottled = ({ status }: Answer): boolean => status === 429;

function throttledIn(response: HttpResponse): Answer[] {
  const parts = partsOf(response).filter(isThrottled);
  return parts.length > 0 ? parts : [response].filter(isThrottled);
}

/** Only an answer that can hold a 429 is read, since a batch may be large. One that breaks off is its reader's to complain of. */
function partsOf(response: HttpResponse): Answer[] {
  if (!isInParts(response) || !response.body.includes(' 429')) return [];
  try {
    return readBatch(response)?.flat() ?? [];
  } catch {
    return [];
  }
}
