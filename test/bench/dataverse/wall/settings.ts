import { type CostWishes, defaultCosts } from '../../../../stand-ins/dataverse/src/index.js';
import type { Cost } from '../../../simulation/cost.js';
import { compressionFor } from '../../wall-time/compression.js';
import { variation } from '../forms.js';

/** How long our client's requests shall take: its default, before it is compressed. */
export const targetMs = 2_000;

/** Many rows are written and read in milliseconds that nobody compresses, so their requests are longer than those of one row. */
const shortestRequestMs = 160;

export const compression = compressionFor(targetMs, shortestRequestMs);

/**
 * So many times the usual cost has a row, as in a table with plug-ins. The far side is at work for each row for real, and is as
 * fast as it is, however much time is compressed: with fewer rows in the same time it is late for its own reasons only.
 */
const timesAsDear = 5;

/** What a row costs in the mean, beside its request. */
export const rowMs = timesAsDear * defaultCosts.operationMs.bulk;

export const meanCostMs: Cost = (rows) => defaultCosts.requestMs + rowMs * rows;

export const costsOf = (seed: number): CostWishes => ({
  tables: { contact: timesAsDear },
  jitter: variation.jitter,
  seed,
});
