import type { BatchSync } from '../batch-sync.js';
import { withRuns } from '../run/ledger/run.schema.js';
import type { RunReport } from '../run/run-report.js';
import type { ListedRun } from '../run/run.js';

/** The figures of one integration. */
export interface SyncFigures {
  integration: string;
  /** As its last run that has ended left them. */
  pending: number | undefined;
  quarantined: number | undefined;
  /** Files that no run takes as they are. */
  passedOver: number;
  /** When its last run ended that is done and had no delivery refused. */
  lastDone: Date | undefined;
  /** Its last run that has ended. */
  last: { tookMs: number; refusedDeliveries: number; rows: Readonly<Record<string, number>> } | undefined;
}

/** Runs of an integration that are, or ended, in a state. */
export interface RunCount {
  integration: string;
  state: string;
  runs: number;
}

/** Reads the figures of all integrations. */
export async function readFigures(sync: BatchSync): Promise<SyncFigures[]> {
  const figures: SyncFigures[] = [];
  for (const { integration, pending, quarantined, passedOver, last, lastDone } of await sync.status())
    figures.push({
      ...{ integration, pending, quarantined, lastDone, passedOver: passedOver.length },
      last: last && lastOf(last, await sync.runs.report(last.id)),
    });
  return figures;
}

/** Counts all runs that there were. */
export async function countRuns({ staging }: BatchSync): Promise<RunCount[]> {
  const { fn } = staging.db;
  const counts = await withRuns(staging.db)
    .selectFrom('runs')
    .select(['integration', 'state', fn.countAll<string>().as('runs')])
    .groupBy(['integration', 'state'])
    .execute();
  return counts.map(({ runs, ...each }) => ({ ...each, runs: Number(runs) }));
}

function lastOf({ refusedDeliveries }: ListedRun, report: RunReport): SyncFigures['last'] {
  const { started, ended = started, stages, source } = report;
  const rows: Record<string, number> = { read: source.read, rejected: sum(source.rejected), refused: 0 };
  for (const { done, refused } of stages) {
    for (const [how, count] of Object.entries(done)) rows[how] = (rows[how] ?? 0) + count;
    rows['refused'] = (rows['refused'] ?? 0) + sum(refused);
  }
  return { tookMs: ended.getTime() - started.getTime(), refusedDeliveries: refusedDeliveries.length, rows };
}

const sum = (counts: Readonly<Record<string, number | undefined>>): number =>
  Object.values(counts).reduce<number>((all, count) => all + (count ?? 0), 0);
