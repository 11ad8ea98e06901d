import { describe, expect, it } from 'vitest';
import { evenly, varyingCost } from './cost.js';
import { judge } from './judge.js';
import { TokenBucketBudget } from './token-bucket-budget.js';
import { saturate } from './workload.js';
import { World } from './world.js';

const windowMs = 300_000;

describe('a token bucket of 6,000 that is refilled by 20 a second', () => {
  it('lets twice the limit through in one window, as the log shows', { timeout: 60_000 }, async () => {
    const world = new World({
      seed: 1,
      budget: { windowMs },
      costOf: (random) => varyingCost(evenly, random),
      budgetOf: (_, settings, clock) => new TokenBucketBudget(settings, clock),
    });
    saturate(world.start().process, { lane: 'batch', rows: 1 });
    await world.time.runUntil(1.1 * windowMs);
    const { requests } = judge(world.service.log, world.settings.limits, windowMs);
    expect(requests).toBeGreaterThan(1.95);
    expect(world.service.log.filter(({ wasRefused }) => wasRefused).length).toBeGreaterThan(5_000);
  });
});
