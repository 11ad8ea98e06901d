import type { Worker } from '../worker.js';
import { type ContenderName, contenderNames } from './contenders.js';
import type { FarSide } from './far-side.js';
import type { Turn, TurnResult } from './turn.js';
import { countWritten } from './written-rows.js';

/** One turn of one contender in one counted round. */
export interface CountedTurn extends TurnResult {
  round: number;
  contender: ContenderName;
  operation: Turn['operation'];
  concurrency: number;
}

/** Requests in flight at a time. */
const CONCURRENCIES = [1, 16];

/** How many turns there are, the warm-up counted in. */
export const turnsIn = (rounds: number): number =>
  (rounds + 1) * CONCURRENCIES.length * 2 * contenderNames.length;

/**
 * Lets the contenders take their turns A B C A B C, so that whatever befalls the machine befalls them all. The first round
 * warms up and is not counted. Rejects at the first turn that did not do what was asked.
 */
export async function playRounds(
  farSide: FarSide,
  { rounds, rows, onTurn }: { rounds: number; rows: number; onTurn: (note: string) => void },
): Promise<CountedTurn[]> {
  const workers = await startContenders(farSide);
  let stamp = 'before the first round';
  await takeChecked(farSide, workers.causeway, { operation: 'upsert', concurrency: 16, rows, stamp });
  const counted: CountedTurn[] = [];
  for (let round = 0; round <= rounds; round += 1) {
    for (const { operation, concurrency, contender } of turnsOfARound()) {
      if (operation === 'upsert') stamp = `round ${round}, ${contender}, ${concurrency} at a time`;
      const turn = { operation, concurrency, rows, stamp };
      const result = await takeChecked(farSide, workers[contender], turn);
      if (round > 0) counted.push({ round, contender, operation, concurrency, ...result });
      onTurn(round === 0 ? 'warming up' : `round ${round}/${rounds}: ${contender}, ${operation}`);
    }
  }
  return counted;
}

function turnsOfARound() {
  return CONCURRENCIES.flatMap((concurrency) =>
    (['retrieve', 'upsert'] as const).flatMap((operation) =>
      contenderNames.map((contender) => ({ operation, concurrency, contender })),
    ),
  );
}

async function startContenders(farSide: FarSide): Promise<Record<ContenderName, Worker>> {
  const program = new URL('./contender.child.js', import.meta.url);
  const started: [ContenderName, Worker][] = [];
  for (const name of contenderNames) started.push([name, await farSide.start(name, program, { name })]);
  return Object.fromEntries(started) as Record<ContenderName, Worker>;
}

async function takeChecked({ places }: FarSide, worker: Worker, turn: Turn): Promise<TurnResult> {
  const result = await worker.ask<TurnResult>(turn);
  const what = `${turn.operation} of ${turn.rows} rows, ${turn.concurrency} at a time`;
  if (result.failures > 0)
    throw new Error(
      `${worker.name} failed ${result.failures} times in a ${what}: ${result.firstFailure ?? ''}`,
    );
  const written = turn.operation === 'upsert' ? await countWritten(places, turn) : turn.rows;
  if (written !== turn.rows) throw new Error(`After a ${what}, ${worker.name} had written ${written} rows.`);
  return result;
}
