import { type CaseCost, mostOverrunsAtOnce } from './budget-case.js';
import type { Cost } from './cost.js';
import type { VirtualTime } from './virtual-time.js';

/** Costs as a story has them: with a step at some moment, and no more than three unforeseeably long calls at once. */
export const caseCost =
  ({ meanMs, jitter, tail, step }: CaseCost) =>
  (random: () => number, time: VirtualTime): Cost => {
    let overrunsEnd: number[] = [];
    return (rows) => {
      const now = time.now();
      const [spread, luck] = [random() * 2 - 1, random()];
      const factor = now >= step.atMs ? step.factor : 1;
      const usualMs = ((meanMs * (1 + rows)) / 2) * factor * (1 + spread * jitter);
      overrunsEnd = overrunsEnd.filter((end) => end > now);
      if (luck >= tail.share || overrunsEnd.length >= mostOverrunsAtOnce) return usualMs;
      overrunsEnd.push(now + usualMs + tail.excessMs);
      return usualMs + tail.excessMs;
    };
  };
