import type { DeliveryReport } from '../../../apps/batch-sync/src/staging/delivery-report.js';
import { readRows } from '../../../apps/batch-sync/src/extract/read-rows.js';
import { sourceFile } from '../../../apps/batch-sync/src/extract/source-file.js';
import { stepWriter } from '../../../apps/batch-sync/src/load/writing/step-writer.js';
import { LedgerRuns } from '../../../apps/batch-sync/src/run/ledger-runs.js';
import { noneSpent } from '../../../apps/batch-sync/src/run/run-report.js';
import type { WayToDataverse } from '../../../apps/batch-sync/src/run/way-to-dataverse.js';
import { Staging } from '../../../apps/batch-sync/src/staging/staging.js';
import { connectDataverse } from '#lib/dataverse';
import { boundless } from '../dataverse-single/causeway.js';
import { peakRssMiB } from '../peak-rss.js';
import { serveOrders } from '../serve-orders.js';
import { type LoadGround, openGround } from '../sync/ours/play-ours.js';

/** A delivery to bring into Dataverse. */
export interface SyncOrder {
  path: string;
}

/** What it took, and what became of its rows. */
export interface SyncResult extends Pick<DeliveryReport, 'read' | 'inserted' | 'updated' | 'unchanged'> {
  written: number;
  wallMs: number;
  /** By phase: landing is reading and copying, the others as the report of the run has them; `apply` is all of the staging. */
  tookMs: Readonly<Partial<Record<string, number>>>;
  cpuMs: number;
  /** Of this process since it began, which is neither PostgreSQL nor Dataverse. */
  peakRssMiB: number;
}

await serveOrders(async ({ url, database }: { url: string; database: string }) => {
  const ground = await openGround();
  const staging = await Staging.open(database);
  const runs = await LedgerRuns.open({
    staging,
    catalogue: ground.catalogue,
    openWay: () => way(ground, url),
  });
  const [integration] = ground.catalogue.integrations.filter(({ name }) => name === 'assets');
  if (!integration) throw new Error('There are no assets in the catalogue.');
  const work = async ({ path }: SyncOrder): Promise<SyncResult> => {
    const [startedAt, cpuBefore] = [performance.now(), process.cpuUsage()];
    const delivery = await staging.land(integration, path, readRows(integration, sourceFile(path)));
    const landingMs = performance.now() - startedAt;
    const { id } = await runs.start('assets', [delivery], { reconcile: false });
    const report = await runs.work(id);
    const wallMs = performance.now() - startedAt;
    if (report.state !== 'done') throw new Error(`The run is ${report.state}: ${report.failure?.says ?? ''}`);
    const { user, system } = process.cpuUsage(cpuBefore);
    const { read, inserted, updated, unchanged } = report.source;
    const written = report.stages.reduce((sum, { done }) => sum + (done.written ?? 0), 0);
    const tookMs = { landing: landingMs, ...report.tookMs };
    const cpuMs = (user + system) / 1_000;
    return { read, inserted, updated, unchanged, written, wallMs, tookMs, cpuMs, peakRssMiB: peakRssMiB() };
  };
  return { ready: url, work };
});

/** To a far side that admits everything and remembers nothing. */
function way({ schema, catalogue }: LoadGround, url: string): WayToDataverse {
  const tokens = { getToken: async () => 'token' };
  const { client } = connectDataverse({ url, tokens, lane: 'batch', budget: boundless });
  return {
    writer: (step) => stepWriter({ client, schema, catalogue, step }),
    heldRows: () => {
      throw new Error('It remembers nothing.');
    },
    keys: () => ({ cwKeyOf: (naturalKey) => naturalKey, arePersonal: false }),
    spent: () => noneSpent,
  };
}
