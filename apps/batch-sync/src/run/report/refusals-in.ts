import type { RunReport } from '../run-report.js';

/** The deliveries of a run that were refused as a whole, and why. */
export const refusalsIn = ({ deliveries }: Pick<RunReport, 'deliveries'>) =>
  deliveries.flatMap(({ delivery, outcome }) =>
    outcome.kind === 'refused' ? [{ delivery, code: outcome.code }] : [],
  );
