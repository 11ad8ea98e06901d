import type { LoadAction } from '../../load/step-writer.js';
import type { Calls } from '../limits-allow.js';

/** What calls are expected to cost, in milliseconds of execution time. docs/dataverse-costs.md says how they are measured. */
export interface ForecastCosts {
  /** How long one call should take. */
  readonly targetMs: number;
  /** Of one call. */
  readonly mostRows: number;
  readonly requestMs: number;
  readonly rowMs: Readonly<Record<LoadAction, number>>;
}

/** As the client expects them of an environment of which nothing was measured: bulk messages for writes, batches for the rest. */
export const expectedCosts: ForecastCosts = {
  targetMs: 2_000,
  mostRows: 1_000,
  requestMs: 60,
  rowMs: { write: 12, close: 40, deactivate: 40 },
};

/** The calls that so many rows take. */
export function callsFor(action: LoadAction, rows: number, costs: ForecastCosts): Calls {
  const rowMs = costs.rowMs[action];
  const within = Math.floor((costs.targetMs - costs.requestMs) / rowMs);
  const requests = Math.ceil(rows / Math.max(1, Math.min(costs.mostRows, within)));
  return { requests, executionMs: requests * costs.requestMs + rows * rowMs };
}
