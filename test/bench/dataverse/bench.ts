import type { Bench } from '../bench.js';
import { CEILING } from '../ceiling.js';
import { packageVersion } from '../package-version.js';
import { cpu } from './cpu/part.js';
import type { Goal, PartResult } from './part.js';
import { virtual } from './virtual/part.js';
import { wall } from './wall/part.js';

/** Many rows into Dataverse: what the limits admit and who gets how much of it, and what a row costs the client. */
export const dataverse: Bench = {
  whole: { rounds: 5, rows: 200_000 },
  quick: { rounds: 1, rows: 5_000 },
  run: async (options) => {
    const parts = options.isQuick ? [virtual] : [virtual, cpu, wall];
    const steps = parts.reduce((sum, part) => sum + part.steps(options), 0);
    let done = 0;
    const results: PartResult[] = [];
    for (const part of parts)
      results.push(await part.measure(options, (note) => options.onStep?.((done += 1), steps, note)));
    const goals = results.flatMap((result) => result.goals);
    const versions = { 'dynamics-web-api': packageVersion('dynamics-web-api') };
    return {
      figures: Object.assign({ ceiling: CEILING, versions, goals }, ...results.map(({ figures }) => figures)),
      words: [
        ...(options.isQuick ? [QUICK] : []),
        CEILING,
        ...results.map(({ words }) => words),
        goals.map(inWords).join('\n'),
      ].join('\n\n'),
    };
  },
};

const QUICK =
  'With --quick: the sustained load in virtual time alone, in fewer lines. What the client itself costs, and wall time, are measured without it.';

const outcomes = { true: 'reached', false: 'MISSED', undefined: 'UNKNOWN' };

const inWords = ({ what, isReached }: Goal): string => `${outcomes[`${isReached}`].padEnd(7)}  ${what}`;
