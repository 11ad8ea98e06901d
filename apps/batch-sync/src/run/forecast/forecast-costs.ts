import type { LoadAction } from '../../load/step-writer.js';
import type { Calls } from '../limits-allow.js';

/**
 * What calls are expected to cost, in milliseconds of execution time, as the client expects it of an environment of which nothing was
 * measured: bulk messages for writes, batches for the rest. docs/dataverse-costs.md says how they are measured.
 */
const expected = {
  /** How long one call should take. */
  targetMs: 2_000,
  /** Of one call. */
  mostRows: 1_000,
  requestMs: 60,
  rowMs: { write: 12, close: 40, deactivate: 40 } satisfies Record<LoadAction, number>,
};

/** The calls that so many rows take. */
export function callsFor(action: LoadAction, rows: number): Calls {
  const { targetMs, mostRows, requestMs } = expected;
  const rowMs = expected.rowMs[action];
  const within = Math.floor((targetMs - requestMs) / rowMs);
  const requests = Math.ceil(rows / Math.min(mostRows, within));
  return { requests, executionMs: requests * requestMs + rows * rowMs };
}
