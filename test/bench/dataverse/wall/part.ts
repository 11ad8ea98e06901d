import type { Part } from '../part.js';
import { goalsOf } from './goals.js';
import { playWallRounds, roundsIn } from './rounds.js';
import { inWords } from './words.js';

/** A round takes minutes, so there are no more of them, however many seeds. */
const mostRounds = 2;

const roundsOf = (rounds: number): number => Math.min(rounds, mostRounds);

/** The same with real timers, sockets, processes, tokens and Redis, in compressed time. */
export const wall: Part = {
  steps: ({ rounds }) => roundsIn(roundsOf(rounds)),
  measure: async ({ rounds, signal }, onRound) => {
    const played = await playWallRounds(roundsOf(rounds), signal, onRound);
    return { figures: { wall: played }, words: inWords(played), goals: goalsOf(played) };
  },
};
