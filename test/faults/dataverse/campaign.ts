import { onGround } from './ground.js';
import { type RoundPlan, type RoundResult, runRound } from './round.js';
import { lostReplies, TROUBLES } from './troubles.js';
import { WAYS } from './writes.js';

export interface CampaignOptions {
  /** Writes of a round. */
  writes: number;
  seed: number;
  /** The troubles that matter most, and all ways in one round. */
  isShort: boolean;
  /** The trouble with this name alone, in the short form too. */
  only?: string | undefined;
  signal: AbortSignal;
  onRound: (result: RoundResult) => void;
}

/** Every trouble by every way, and at last what must be found: a client that forgets the GUIDs of its rows. */
export async function runCampaign(options: CampaignOptions): Promise<RoundResult[]> {
  const { signal, onRound } = options;
  return onGround(signal, async (ground) => {
    const results: RoundResult[] = [];
    for (const plan of planRounds(options)) {
      signal.throwIfAborted();
      const result = await runRound(plan, ground);
      results.push(result);
      onRound(result);
    }
    return results;
  });
}

/** Enough for its bug to show by each way, however the dice fall. */
const writesOfBroken = { short: 600, whole: 1_500 };

/** A few calls for each process, way and verb even in the short form. */
const mostRows = { short: 10, whole: 40 };

export function planRounds({
  writes,
  seed,
  isShort,
  only,
}: Omit<CampaignOptions, 'signal' | 'onRound'>): RoundPlan[] {
  const waysOfRounds = isShort ? [WAYS] : WAYS.map((way) => [way]);
  const alike = { writes, mostRows: isShort ? mostRows.short : mostRows.whole };
  const troubles = TROUBLES.filter((trouble) => trouble.name === only || (trouble.isShort ?? !isShort));
  const sound = troubles.flatMap((trouble) => waysOfRounds.map((ways) => ({ ...alike, trouble, ways })));
  const broken = waysOfRounds.map((ways) => ({
    ...{ trouble: lostReplies, ways, mostRows: alike.mostRows, forgetsIds: true },
    writes: isShort ? writesOfBroken.short : writesOfBroken.whole,
  }));
  // A round alone has the seed that it has among all.
  return [...sound, ...broken]
    .map((round, index) => ({ ...round, seed: seed * 1_000 + index }))
    .filter(({ trouble }) => only === undefined || trouble.name === only)
    .map((round, index) => ({ ...round, number: index + 1 }));
}
