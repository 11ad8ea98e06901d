import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { budgetCases, storyOf } from './budget-case.js';
import { findingsOf } from './findings.js';
import { play } from './play-case.js';
import { BUGS } from './variants.js';

const minutes = 60_000;

describe('the budget, whatever happens to it', () => {
  it(
    'lets no window pass a limit, starves nobody and keeps the order of each lane',
    { timeout: 5 * minutes },
    async () => {
      await fc.assert(
        fc.asyncProperty(budgetCases, async (story) => {
          expect(findingsOf(await play(story))).toEqual([]);
        }),
        { numRuns: 300 },
      );
    },
  );

  it.each(Object.entries(BUGS))('finds out %s', { timeout: 5 * minutes }, async (_, bug) => {
    const isRight = async (seed: number) => findingsOf(await play(storyOf(seed), bug)).length === 0;
    let seed = 1;
    while (seed < 1_000 && (await isRight(seed))) seed += 1;
    expect(seed).toBeLessThan(1_000);
  });
});
