/** What a request of so many rows takes of execution time, in milliseconds. */
export type Cost = (rows: number) => number;

/** How costs vary around their mean. */
export interface CostVariation {
  /** A cost lies anywhere within this share around its mean. */
  jitter: number;
  /** A few requests take many times as long. */
  tail: { share: number; factor: number };
}

/** Nobody publishes costs: this is an assumption of the simulation, 100 ms a single row, a batch 60 and 12 more for each row. */
export const meanCostMs: Cost = (rows) => (rows === 1 ? 100 : 60 + 12 * rows);

export const evenly: CostVariation = { jitter: 0.2, tail: { share: 0, factor: 1 } };
export const withHeavyTail: CostVariation = { jitter: 0.2, tail: { share: 0.01, factor: 5 } };

export const varyingCost =
  ({ jitter, tail }: CostVariation, random: () => number, meanMs: Cost = meanCostMs): Cost =>
  (rows) => {
    const [spread, luck] = [random() * 2 - 1, random()];
    return meanMs(rows) * (1 + spread * jitter) * (luck < tail.share ? tail.factor : 1);
  };
