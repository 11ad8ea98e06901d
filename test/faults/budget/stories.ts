import { storyOf } from '../../simulation/budget-case.js';
import { findingsOf } from '../../simulation/findings.js';
import type { Verdict } from '../../simulation/judge.js';
import { play } from '../../simulation/play-case.js';
import type { Variant } from '../../simulation/variants.js';

/** Stories by their numbers. */
export interface Stories {
  first: number;
  count: number;
}

/** What came of them. */
export interface StoriesResult {
  stories: number;
  calls: number;
  /** Stories in which a window was fuller than nine tenths of what the client may spend: the others prove little. */
  tight: number;
  troubles: number;
  fullest: Verdict;
  failures: { seed: number; findings: string[] }[];
}

/** The client spends nine tenths. */
const tightFrom = 0.9 * 0.9;

export async function playStories({ first, count }: Stories, variant: Variant = {}): Promise<StoriesResult> {
  let result = nothing;
  for (let seed = first; seed < first + count; seed += 1) {
    const story = storyOf(seed);
    const ending = await play(story, variant);
    const findings = findingsOf(ending);
    result = together(result, {
      stories: 1,
      calls: ending.log.length,
      tight: Math.max(ending.verdict.requests, ending.verdict.executionTime) > tightFrom ? 1 : 0,
      troubles: story.troubles.length,
      fullest: ending.verdict,
      failures: findings.length > 0 ? [{ seed, findings }] : [],
    });
  }
  return result;
}

export const nothing: StoriesResult = {
  stories: 0,
  calls: 0,
  tight: 0,
  troubles: 0,
  fullest: { requests: 0, executionTime: 0, concurrency: 0 },
  failures: [],
};

export const together = (one: StoriesResult, other: StoriesResult): StoriesResult => ({
  stories: one.stories + other.stories,
  calls: one.calls + other.calls,
  tight: one.tight + other.tight,
  troubles: one.troubles + other.troubles,
  fullest: {
    requests: Math.max(one.fullest.requests, other.fullest.requests),
    executionTime: Math.max(one.fullest.executionTime, other.fullest.executionTime),
    concurrency: Math.max(one.fullest.concurrency, other.fullest.concurrency),
  },
  failures: [...one.failures, ...other.failures],
});
