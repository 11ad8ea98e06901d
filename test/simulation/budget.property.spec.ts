import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type BudgetCase, budgetCases } from './budget-case.js';
import { worstOf } from './judge.js';
import { play } from './play-case.js';
import { BUGS } from './variants.js';

const minutes = 60_000;
/** Sums of fractions drift. */
const whole = 1 + 1e-9;

describe('the budget, whatever happens to it', () => {
  it(
    'lets no window pass a limit, starves nobody and keeps the order of each lane',
    { timeout: 5 * minutes },
    async () => {
      await fc.assert(
        fc.asyncProperty(budgetCases, async (story) => {
          const { verdict, ...ending } = await play(story);
          expect(worstOf(verdict)).toBeLessThanOrEqual(whole);
          expect(ending).toMatchObject({ starved: 0, outOfTurn: 0, refusable: 0 });
        }),
        { numRuns: 250 },
      );
    },
  );

  it.each(Object.entries(BUGS))('finds out %s', { timeout: 5 * minutes }, async (_, bug) => {
    const isRight = async (seed: number) => {
      const [story] = fc.sample(budgetCases, { seed, numRuns: 1 }) as [BudgetCase];
      return worstOf((await play(story, bug)).verdict) <= whole;
    };
    let seed = 1;
    while (seed < 1_000 && (await isRight(seed))) seed += 1;
    expect(seed).toBeLessThan(1_000);
  });
});
