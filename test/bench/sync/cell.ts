import { type CostModel, costModels } from './cost-models.js';

/** Who does the work of the eight nights. */
export type Cell =
  | { who: 'naive'; atOnce: 1 | 20 }
  /** In so many worker processes. */
  | { who: 'causeway'; processes: 1 | 3; model: CostModel };

export const naiveCells = [
  { who: 'naive', atOnce: 1 },
  { who: 'naive', atOnce: 20 },
] as const satisfies readonly Cell[];

export const ourCells = costModels.flatMap((model) =>
  ([1, 3] as const).map((processes) => ({ who: 'causeway' as const, processes, model })),
);

/** The costs of rows in bulk messages change nothing for who sends none. */
export const cells: readonly Cell[] = [...naiveCells, ...ourCells];
