import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { budgetCases } from './budget-case.js';
import { worstOf } from './judge.js';
import { play } from './play-case.js';

describe('the budget, whatever happens to it', () => {
  it(
    'lets no window pass a limit, starves nobody and keeps the order of each lane',
    { timeout: 300_000 },
    async () => {
      let [plays, calls, t0] = [0, 0, performance.now()];
      const max: Record<string, number> = { requests: 0, executionTime: 0, concurrency: 0 };
      await fc
        .assert(
          fc.asyncProperty(budgetCases, async (story) => {
            const { verdict, starved, log } = await play(story);
            plays++;
            calls += log.length;
            for (const k of Object.keys(max)) max[k] = Math.max(max[k]!, (verdict as any)[k]);
            expect([Math.max(worstOf(verdict), 1), starved]).toEqual([1, 0]);
          }),
          {
            numRuns: Number(process.env.RUNS ?? 200),
            seed: Number(process.env.SEED ?? 1),
            endOnFailure: !process.env.SHRINK,
          },
        )
        .finally(() => console.log({ plays, calls, ms: performance.now() - t0, max }));
    },
  );
});
