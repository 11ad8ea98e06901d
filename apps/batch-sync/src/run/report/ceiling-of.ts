import type { BudgetLimits } from '#lib/resilience';
import { leastMs } from '../limits-allow.js';
import type { Ceiling, RunReport, StageReport } from '../run-report.js';

/** How many rows a second the limits allow for calls like these, and how many there were. */
export function ceilingOf({
  stages,
  spent,
  tookMs,
  limits,
}: Pick<RunReport, 'stages' | 'spent' | 'tookMs'> & { readonly limits: BudgetLimits }): Ceiling | undefined {
  const rows = stages.reduce((sum, stage) => sum + rowsOf(stage), 0);
  const loadMs = (tookMs['write'] ?? 0) + (tookMs['close'] ?? 0) + (tookMs['deactivate'] ?? 0);
  const { facet, ms } = leastMs(spent, limits);
  if (rows === 0 || ms === 0 || loadMs === 0) return undefined;
  return { rowsPerSecond: (rows / ms) * 1_000, reachedRowsPerSecond: (rows / loadMs) * 1_000, facet };
}

const rowsOf = ({ done, refused }: StageReport): number =>
  [...Object.values(done), ...Object.values(refused)].reduce<number>((sum, rows) => sum + (rows ?? 0), 0);
