import type { Integration } from '../../../../apps/batch-sync/src/catalogue/integration.js';
import { readRows } from '../../../../apps/batch-sync/src/extract/read-rows.js';
import type { SourceFile } from '../../../../apps/batch-sync/src/extract/source-file.js';
import type { RunReport } from '../../../../apps/batch-sync/src/run/run-report.js';
import type { RunOptions } from '../../../../apps/batch-sync/src/run/run.js';
import type { World } from './world.js';

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
  { ground, signal }: World,
  integration: Integration,
  files: readonly SourceFile[],
  options?: RunOptions,
): Promise<RunOver> {
  const { sync, watch } = ground;
  const before = await watch.writes();
  const deliveries: string[] = [];
  for (const file of files)
    deliveries.push(await sync.staging.land(integration, file.name, readRows(integration, file)));
  const { id } = await sync.runs.start(integration.name, deliveries, options);
  const report = await sync.runs.work(id, { signal });
  signal.throwIfAborted();
  return { report, writes: (await watch.writes()) - before };
}
