import type { JudgedRound } from '../../wall-time/judged-round.js';
import type { Goal } from '../part.js';

const leastShare = 0.9;

/** Void rounds say nothing. */
export function goalsOf(rounds: readonly JudgedRound[]): Goal[] {
  const valid = rounds.filter(({ isVoid }) => !isVoid);
  const isSo = (of: (round: JudgedRound) => boolean) => (valid.length > 0 ? valid.every(of) : undefined);
  return [
    {
      what: `our bulk messages reach ${leastShare * 100} % of the ceiling in wall time, in every valid round`,
      isReached: isSo(({ share }) => share >= leastShare),
    },
    { what: 'none is answered 429 in wall time', isReached: isSo(({ throttled }) => throttled === 0) },
    {
      what: 'no window is filled above a limit in wall time',
      isReached: isSo(({ fullest }) => Object.values(fullest).every((full) => full <= 1)),
    },
  ];
}
