import type { Cost } from '../../simulation/cost.js';

/** A request that brings one row, in milliseconds of execution. */
export const singleMs = 100;
/** A request that brings none, such as a lookup by key, and what each costs beside its rows. */
export const requestMs = 60;

/** What a row in a bulk message costs of a row by itself; nobody publishes it, and it has to be measured on a tenant. */
export const costModels = [1, 0.3, 0.1] as const;

export type CostModel = (typeof costModels)[number];

/** Of the naive ways, which bring a row a request. */
export const singleCost: Cost = (rows) => (rows === 0 ? requestMs : singleMs);

export const bulkCost =
  (model: CostModel): Cost =>
  (rows) =>
    requestMs + rows * singleMs * model;
