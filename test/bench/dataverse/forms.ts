import { type Cost, evenly } from '../../simulation/cost.js';

/** How rows go over the wire. */
export type Form = 'single' | 'batch' | 'bulk';

/**
 * What a request of each form takes in the mean. Nobody publishes costs: these are the stand-in's, 60 ms a request, 40 ms more
 * for each row that is an operation of its own, and 12 for one in a bulk message.
 */
export const meanCostMsOf: Readonly<Record<Form, Cost>> = {
  single: (rows) => 60 + 40 * rows,
  batch: (rows) => 60 + 40 * rows,
  bulk: (rows) => 60 + 12 * rows,
};

/** Costs lie anywhere within this around their mean; no client sees them. */
export const variation = evenly;
