import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evenly, varyingCost } from './cost.js';
import { byTheEventLoop, VirtualTime } from './virtual-time.js';
import { saturate } from './workload.js';
import { World } from './world.js';

describe('VirtualTime', () => {
  it('lets everything happen in the order of its moments, and of one moment in the order in which it was foreseen', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 20 })), async (moments) => {
        const time = new VirtualTime();
        const happened: { at: number; index: number }[] = [];
        moments.forEach((at, index) => void time.after(at, () => happened.push({ at, index })));
        await time.runUntil(20);
        const expected = moments.map((at, index) => ({ at, index }));
        expect(happened).toEqual(expected.sort((a, b) => a.at - b.at || a.index - b.index));
      }),
    );
  });

  it('forgets what was cancelled, and what lies beyond the end waits for its time', async () => {
    const time = new VirtualTime();
    const happened: string[] = [];
    time.after(5, () => happened.push('cancelled'))();
    time.after(11, () => happened.push('later'));
    await time.runUntil(10);
    expect([happened, time.now()]).toEqual([[], 10]);
    await time.runUntil(11);
    expect(happened).toEqual(['later']);
  });

  it('gives the promises of a whole call the time they need, as the event loop would', async () => {
    const [quick, real] = await Promise.all([
      logOf(new VirtualTime()),
      logOf(new VirtualTime(byTheEventLoop)),
    ]);
    expect(quick.length).toBeGreaterThan(100);
    expect(quick).toEqual(real);
  });
});

async function logOf(time: VirtualTime) {
  const world = new World(
    {
      seed: 7,
      budget: { processes: 2, limits: { requests: 100, executionMs: 20_000 }, windowMs: 5_000 },
      rttMs: 3,
      latestMs: 2,
      costOf: (random) => varyingCost(evenly, random),
      firstEstimateMs: 300,
      refuses: true,
    },
    time,
  );
  for (const { process } of [world.start(), world.start()]) saturate(process, { lane: 'batch', rows: 1 });
  await time.runUntil(15_000);
  return world.service.log;
}
