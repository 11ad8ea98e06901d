import { type CostVariation, evenly, withHeavyTail } from '../../simulation/cost.js';

/** What is measured in one cell of the table, for one seed. */
export interface Cell {
  rows: number;
  rttMs: number;
  costs: CostName;
  processes: number;
}

export type CostName = keyof typeof COSTS;

export const COSTS = {
  '±20 %': evenly,
  '±20 %, 1 % × 5': withHeavyTail,
} as const satisfies Record<string, CostVariation>;

const costNames = Object.keys(COSTS) as CostName[];

const product = (rows: number[], rtts: number[], costs: CostName[], processes: number[]): Cell[] =>
  costs.flatMap((cost) =>
    rows.flatMap((row) =>
      rtts.flatMap((rttMs) =>
        processes.map((count) => ({ rows: row, rttMs, costs: cost, processes: count })),
      ),
    ),
  );

export const wholeMatrix: readonly Cell[] = product(
  [1, 10, 100, 200, 1_000],
  [0, 30, 80],
  costNames,
  [1, 2, 4],
);
export const quickMatrix: readonly Cell[] = product([100, 200], [0, 30], ['±20 %'], [1, 4]);

/** What is to be reached at 100 to 200 rows a request; elsewhere the figure is told and no more. */
export function goalOf({ rows, rttMs }: Cell): number | undefined {
  if (rows < 100 || rows > 200) return undefined;
  if (rttMs === 0) return 0.97;
  return rttMs === 30 ? 0.95 : undefined;
}
