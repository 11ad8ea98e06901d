import { playRound, type RoundResult, type RoundSettings } from './play-round.js';

/** A round that is to be judged. */
export interface RoundToJudge extends RoundSettings {
  /** What the limits admit in a second, of what the load counts, with requests as they were. */
  ceilingOf: (round: RoundResult) => number;
}

/** A round, and what it comes to. */
export interface JudgedRound extends RoundResult {
  /** In real time. */
  perSecond: number;
  ceiling: number;
  /** Of the ceiling. */
  share: number;
  /** The service was late itself: what was measured is the machine. */
  isVoid: boolean;
}

/** A round in which the service was late itself measures the machine. */
const latestLagMs = 5;

/** A void round is played again, up to so many tries: then the machine is too busy. */
export async function playUntilValid(settings: RoundToJudge, tries: number): Promise<JudgedRound[]> {
  const played: JudgedRound[] = [];
  while (played.length < tries && played.every(({ isVoid }) => isVoid))
    played.push(judged(await playRound(settings), settings));
  return played;
}

function judged(round: RoundResult, { ceilingOf }: RoundToJudge): JudgedRound {
  const perSecond = (round.done * 1_000) / round.countedMs;
  const ceiling = ceilingOf(round);
  return { ...round, perSecond, ceiling, share: perSecond / ceiling, isVoid: round.lagP99Ms > latestLagMs };
}
