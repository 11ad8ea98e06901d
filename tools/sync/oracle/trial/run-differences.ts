import type { RunReport } from '../../../../apps/batch-sync/src/run/run-report.js';

/** Whatever of a run is not as it must be where nothing is wrong with source and target. */
export function runDifferences({
  state,
  failure,
  pending,
  quarantined,
  reconciliation,
  stages,
}: RunReport): string[] {
  const unlike = reconciliation.flatMap((step) => {
    if (step.outcome === 'not-compared') return [`${step.step} is not compared`];
    const { missing, differing, wrongState, extra } = step;
    return Object.entries({ missing, differing, wrongState, extra }).flatMap(([kind, { rows }]) =>
      rows === 0 ? [] : [`${step.step} reconciled: ${rows} ${kind}`],
    );
  });
  const undone = stages.flatMap(({ action, step, planned, done }) => {
    const rows = Object.values(done).reduce((sum, count) => sum + count, 0);
    return rows === planned ? [] : [`${action} ${step}: ${rows} of ${planned ?? 'unknown'} rows`];
  });
  return [
    ...(state === 'done' ? [] : [`the run is ${state}: ${failure?.says ?? ''}`]),
    ...(pending === 0 ? [] : [`${pending} rows are pending`]),
    ...quarantined.map(({ step, code, rows }) => `${step}: ${rows} rows in quarantine, ${code}`),
    ...undone,
    ...unlike,
  ];
}
