import type { StoriesResult } from './stories.js';

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;

/** The end of a campaign, for people. */
export function wordsOf({ stories, calls, tight, troubles, fullest, failures }: StoriesResult): string {
  return [
    `stories    ${stories}, with ${calls} calls and ${troubles} troubles; ${tight} had a window that the client itself called nearly full`,
    `fullest    ${percent(fullest.requests)} of requests, ${percent(fullest.executionTime)} of execution time, ${percent(fullest.concurrency)} of concurrency: of all windows of all stories, by the log of what was sent`,
    `wrong      ${failures.length === 0 ? 'none' : failures.map(({ seed }) => `story ${seed}`).join(', ')}`,
  ].join('\n');
}
