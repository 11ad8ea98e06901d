import type { SourceCounts } from '../../../../apps/batch-sync/src/run/run-report.js';
import type { Changes } from '../../../../apps/batch-sync/src/staging/delivery-report.js';
import type { Facts } from '../compare/differences.js';

/** What the sync counted, in the words of expected.json. */
export const counted = ({ rejected, ...counts }: SourceCounts): Facts => ({
  ...counts,
  rejected: Object.fromEntries(Object.entries(rejected).map(([code, rows]) => [code, rows ?? 0])),
});

/** The same of an entity. */
export const countedOf = ({ inserted, reactivated, deactivated, activeAfter }: Changes): Facts => ({
  ...{ inserted, reactivated, deactivated },
  active_after: activeAfter,
});
