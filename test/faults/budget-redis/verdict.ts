import type { CampaignResult, TroubleResult } from './campaign.js';

/**
 * In a trouble the work must be at least so much of what it was before. It is little, for in the shortest campaigns a process that was
 * cut off waits for most of the trouble until the ledger has noticed, and then has its own part alone.
 */
const WENT_ON = 0.1;
/** After a trouble the work must be at least so much of what it was before. */
const RECOVERED = 0.5;

/** What contradicts what the budget promises; nothing is good. */
export function findingsOf({ limits, fullest, mostAtATime, troubles }: CampaignResult): string[] {
  const above = (what: string, most: number, limit: number) =>
    most > limit ? [`${what}: ${most.toFixed(0)} of ${limit} allowed`] : [];
  return [
    ...above('requests in a window, by arrival', fullest.requestsByArrival, limits.requests),
    ...above('requests in a window, by completion', fullest.requestsByCompletion, limits.requests),
    ...above('execution milliseconds in a window', fullest.executionMs, limits.executionMs),
    ...above('calls at a time', mostAtATime, limits.concurrency),
    ...troubles
      .filter(({ before, during }) => during === 0 || during < before * WENT_ON)
      .map(({ name }) => `next to nothing went on while: ${name}`),
    ...troubles
      .filter(({ before, after }) => after < before * RECOVERED)
      .map(({ name }) => `the work did not come back after: ${name}`),
  ];
}

/** One line a trouble. */
export const wordsOfTrouble = ({ name, before, during, after }: TroubleResult): string =>
  `${name}: ${[before, during, after].map((rate) => rate.toFixed(0)).join(' / ')} calls a second before / during / after`;

/** What it came to. */
export function wordsOf(result: CampaignResult): string {
  const { calls, windowMs, limits, fullest, mostAtATime } = result;
  const share = (most: number, limit: number) => `${((most * 100) / limit).toFixed(1)} %`;
  return [
    `calls           ${calls}, in windows of ${windowMs / 1_000} s`,
    `fullest window  requests ${share(fullest.requestsByArrival, limits.requests)} by arrival and ` +
      `${share(fullest.requestsByCompletion, limits.requests)} by completion, ` +
      `execution time ${share(fullest.executionMs, limits.executionMs)}`,
    `at a time       ${mostAtATime} of ${limits.concurrency}`,
    ...findingsOf(result).map((finding) => `FOUND           ${finding}`),
  ].join('\n');
}
