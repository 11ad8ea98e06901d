import { worstOf } from './judge.js';
import type { Ending } from './play-case.js';

/** Sums of fractions drift. */
const whole = 1 + 1e-9;

/** What is wrong with the end of a story, in words; nothing when all is well. */
export function findingsOf({ verdict, starved, outOfTurn, refusable }: Ending): string[] {
  const counts = [
    [refusable, 'would have been answered 429'],
    [starved, 'starved'],
    [outOfTurn, 'went before their turn'],
  ] as const;
  return [
    ...(worstOf(verdict) > whole ? [`a window had ${(worstOf(verdict) * 100).toFixed(1)} % of a limit`] : []),
    ...counts.flatMap(([count, what]) => (count > 0 ? [`${count} ${what}`] : [])),
  ];
}
