import type { Part } from '../part.js';
import { cpuFiguresOf } from './figures.js';
import { goalsOf } from './goals.js';
import { playRounds, turnsIn } from './rounds.js';
import { inWords } from './words.js';

/** What a row costs the client. */
export const cpu: Part = {
  steps: ({ rounds }) => turnsIn(rounds),
  measure: async ({ rounds, rows, signal }, onTurn) => {
    const turns = await playRounds({ rounds, rows, signal, onTurn });
    const figures = cpuFiguresOf(turns, rows);
    return {
      figures: { cpu: figures, turns },
      words: inWords({ rounds, rows }, figures),
      goals: goalsOf(figures),
    };
  },
};
