import type { Integration } from '../../../../apps/batch-sync/src/catalogue/integration.js';
import { readRows } from '../../../../apps/batch-sync/src/extract/read-rows.js';
import type { SourceFile } from '../../../../apps/batch-sync/src/extract/source-file.js';
import type { RunReport } from '../../../../apps/batch-sync/src/run/run-report.js';
import type { RunOptions } from '../../../../apps/batch-sync/src/run/run.js';
import type { Ground } from '../ground/open-ground.js';

/** What a run over files came to. */
export interface RunOver {
  readonly report: RunReport;
  /** Requests at Dataverse that write, or may. */
  readonly writes: number;
}

/**
 * Runs the sync over files, as `sync run` does.
 *
 * @throws DeliveryRefusedError when one of them cannot be read
 */
export async function runOver(
  { staging, runs, watch }: Ground,
  integration: Integration,
  files: readonly SourceFile[],
  options?: RunOptions,
): Promise<RunOver> {
  const before = await watch.asked();
  const deliveries: string[] = [];
  for (const file of files)
    deliveries.push(await staging.land(integration, file.name, readRows(integration, file)));
  const { id } = await runs.start(integration.name, deliveries, options);
  const report = await runs.work(id);
  return { report, writes: (await watch.asked()).writes - before.writes };
}
