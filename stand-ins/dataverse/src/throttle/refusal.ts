import type { Facet, ServiceLimits } from './limits.js';

/** How a 429 is coded and worded: developer/data-platform/api-limits, "Service protection API limit errors returned". */
export const refusalOf = (facet: Facet, limits: ServiceLimits): { code: string; message: string } => ({
  code: CODES[facet],
  message: WORDS[facet](limits),
});

const CODES: Record<Facet, string> = {
  requests: '0x80072322',
  executionTime: '0x80072321',
  concurrency: '0x80072326',
};

// The page has thousands commas in the milliseconds only, and two blanks behind them.
const WORDS: Record<Facet, (limits: ServiceLimits) => string> = {
  requests: ({ requests, windowSeconds }) =>
    `Number of requests exceeded the limit of ${requests} over time window of ${windowSeconds} seconds.`,
  executionTime: ({ executionMs, windowSeconds }) =>
    `Combined execution time of incoming requests exceeded limit of ${executionMs.toLocaleString('en-US')}  milliseconds over time window of ${windowSeconds} seconds. Decrease number of concurrent requests or reduce the duration of requests and try again later.`,
  concurrency: ({ concurrency }) => `Number of concurrent requests exceeded the limit of ${concurrency}.`,
};
