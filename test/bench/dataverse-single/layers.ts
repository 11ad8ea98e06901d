import { type Spread, spreadOf } from '../spread.js';
import type { FarSide } from './far-side.js';
import type { Climb } from './layers.child.js';

/** What one layer costs a request, in microseconds of processor time: its rung less the one below, round by round. */
export interface LayerFigures {
  name: string;
  cpuUs: Spread;
}

/** What every layer of our client costs. */
export interface LayersFigures {
  /** Against a transport in memory that answers at once. */
  policies: LayerFigures[];
  /** Against the far side, 16 requests in flight. */
  wire: LayerFigures[];
}

const LADDERS = ['policies', 'wire'] as const;
/** A request in memory is so short that it takes many to see it. */
const MEMORY_REQUESTS_A_ROW = 10;

/** How many climbs there are, the warm-up counted in. */
export const climbsIn = (rounds: number): number => (rounds + 1) * LADDERS.length;

/** Climbs both ladders once a round, rung by rung. The first round warms up and is not counted. */
export async function measureLayers(
  farSide: FarSide,
  { rounds, rows, onClimb }: { rounds: number; rows: number; onClimb: (note: string) => void },
): Promise<LayersFigures> {
  const worker = await farSide.start('The layers', new URL('./layers.child.js', import.meta.url));
  const climbs: Record<keyof LayersFigures, Climb[]> = { policies: [], wire: [] };
  for (let round = 0; round <= rounds; round += 1) {
    for (const ladder of LADDERS) {
      const requests = ladder === 'policies' ? rows * MEMORY_REQUESTS_A_ROW : rows;
      const climb = await worker.ask<Climb>({ ladder, requests });
      if (round > 0) climbs[ladder].push(climb);
      onClimb(round === 0 ? 'warming up' : `round ${round}/${rounds}: ${ladder}`);
    }
  }
  return { policies: stepsOf(climbs.policies), wire: stepsOf(climbs.wire) };
}

/** The lowest rung as it is, each other one less the one below it in the same climb. */
function stepsOf(climbs: readonly Climb[]): LayerFigures[] {
  const names = climbs[0]?.map(({ name }) => name) ?? [];
  return names.map((name, rung) => ({
    name,
    cpuUs: spreadOf(climbs.map((climb) => (climb[rung]?.cpuUs ?? NaN) - (climb[rung - 1]?.cpuUs ?? 0))),
  }));
}
