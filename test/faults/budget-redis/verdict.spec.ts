import { describe, expect, it } from 'vitest';
import type { CampaignResult, TroubleResult } from './campaign.js';
import { findingsOf } from './verdict.js';

const result: CampaignResult = {
  limits: { requests: 600, executionMs: 20_000, concurrency: 16 },
  windowMs: 10_000,
  calls: 5_000,
  fullest: { requestsByArrival: 600, requestsByCompletion: 600, executionMs: 20_000 },
  mostAtATime: 16,
  troubles: [],
};
const findingsWith = (rates: Pick<TroubleResult, 'before' | 'during' | 'after'>) =>
  findingsOf({ ...result, troubles: [{ name: 'Redis hangs', ...rates }] });

describe('the verdict on the shared budget', () => {
  it('finds nothing where each limit was reached and none passed, and the work went on', () => {
    expect(findingsWith({ before: 50, during: 5, after: 25 })).toEqual([]);
  });

  it('finds each limit that was passed', () => {
    const fullest = { requestsByArrival: 601, requestsByCompletion: 601, executionMs: 20_001 };
    expect(findingsOf({ ...result, fullest, mostAtATime: 17 })).toHaveLength(4);
  });

  it('finds work that stood still in a trouble, even when a single call went through', () => {
    const found = ['next to nothing went on while: Redis hangs'];
    expect(findingsWith({ before: 50, during: 0.2, after: 50 })).toEqual(found);
    expect(findingsWith({ before: 0, during: 0, after: 50 })).toEqual(found);
  });

  it('finds work that did not come back', () => {
    expect(findingsWith({ before: 50, during: 20, after: 24 })).toEqual([
      'the work did not come back after: Redis hangs',
    ]);
  });
});
