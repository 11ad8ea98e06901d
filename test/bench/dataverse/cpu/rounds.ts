import { FarSide } from '../../dataverse-single/far-side.js';
import { countWritten } from '../../dataverse-single/written-rows.js';
import type { Worker } from '../../worker.js';
import { fixedSizes, type RowsARequest } from './contender.js';
import { type ContenderName, contenderNames, ownSize } from './contenders.js';
import type { TurnResult } from './turn.js';

/** One turn of one contender in one counted round. */
export interface CountedTurn extends TurnResult {
  round: number;
  contender: ContenderName;
  rowsARequest: RowsARequest;
}

export interface RoundsOptions {
  rounds: number;
  rows: number;
  signal: AbortSignal;
  onTurn: (note: string) => void;
}

/** Who has a turn in each round, and with how many rows a request. */
export const turnsOfARound: readonly Pick<CountedTurn, 'contender' | 'rowsARequest'>[] = [
  ...fixedSizes.flatMap((rowsARequest) => contenderNames.map((contender) => ({ contender, rowsARequest }))),
  { contender: ownSize, rowsARequest: 'its own' },
];

/** After so many rounds the code of all contenders is compiled as far as it will be. */
export const warmUpRounds = 2;

/** How many turns there are, the warm-up counted in. */
export const turnsIn = (rounds: number): number => (rounds + warmUpRounds) * turnsOfARound.length;

/**
 * Lets the contenders take their turns A B C A B C, so that whatever befalls the machine befalls them all. The first rounds
 * warm up and are not counted. Rejects at the first turn after which not every row is there as it was written.
 */
export async function playRounds(options: RoundsOptions): Promise<CountedTurn[]> {
  const farSide = await FarSide.open(options.signal);
  try {
    return await playAgainst(farSide, options);
  } finally {
    await farSide.close();
  }
}

async function playAgainst(
  farSide: FarSide,
  { rounds, rows, onTurn }: RoundsOptions,
): Promise<CountedTurn[]> {
  const workers = await startContenders(farSide);
  const counted: CountedTurn[] = [];
  for (let round = 1 - warmUpRounds; round <= rounds; round += 1) {
    for (const { contender, rowsARequest } of turnsOfARound) {
      const turn = { rows, rowsARequest, stamp: `round ${round}, ${contender}, ${rowsARequest}` };
      const result = await workers[contender].ask<TurnResult>(turn);
      const written = await countWritten(farSide.places, turn);
      if (written !== rows) throw new Error(`${contender} had written ${written} of ${rows} rows.`);
      if (round > 0) counted.push({ round, contender, rowsARequest, ...result });
      onTurn(round < 1 ? 'warming up' : `round ${round}/${rounds}: ${contender}, ${rowsARequest} a request`);
    }
  }
  return counted;
}

async function startContenders(farSide: FarSide): Promise<Record<ContenderName, Worker>> {
  const program = new URL('./contender.child.js', import.meta.url);
  const started: [string, Worker][] = [];
  for (const name of contenderNames) started.push([name, await farSide.start(name, program, { name })]);
  return Object.fromEntries(started) as Record<ContenderName, Worker>;
}
