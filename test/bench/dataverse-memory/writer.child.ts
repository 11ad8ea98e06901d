import { connectDataverse, contactTable, type RowToUpsert } from '#lib/dataverse';
import { boundless } from '../dataverse-single/causeway.js';
import { contactOf } from '../dataverse-single/rows.js';
import { peakRssMiB } from '../peak-rss.js';
import { serveOrders } from '../serve-orders.js';

/** How many rows, and where to stop and look. */
export interface StreamOrder {
  rows: number;
  looks: readonly number[];
}

/** What was seen after so many rows. */
export interface Look {
  rows: number;
  /** Behind which nobody holds on to anything: after a full garbage collection. */
  heapMiB: number;
  /** Since the beginning. */
  peakRssMiB: number;
}

export interface StreamResult {
  upserted: number;
  looks: Look[];
  wallMs: number;
  cpuMs: number;
}

/** Rows as a table or a file would give them, one after the other and never all at once. */
async function* rowsFrom(count: number): AsyncGenerator<RowToUpsert<typeof contactTable>> {
  for (let row = 0; row < count; row += 1) {
    const key = row.toString(16).padStart(64, '0');
    yield { at: { key }, row: contactOf({ key, stamp: 'streamed' }) };
  }
}

await serveOrders(async ({ url }: { url: string }) => {
  const tokens = { getToken: async () => 'token' };
  const { client } = connectDataverse({ url, tokens, lane: 'batch', budget: boundless });
  const work = async ({ rows, looks }: StreamOrder): Promise<StreamResult> => {
    const result: StreamResult = { upserted: 0, looks: [], wallMs: 0, cpuMs: 0 };
    const [startedAt, cpuBefore] = [performance.now(), process.cpuUsage()];
    for await (const { outcome, index } of client.upsertMultiple(contactTable, rowsFrom(rows))) {
      if (outcome === 'upserted') result.upserted += 1;
      if (looks.includes(index + 1))
        result.looks.push({ rows: index + 1, heapMiB: heapMiB(), peakRssMiB: peakRssMiB() });
    }
    const { user, system } = process.cpuUsage(cpuBefore);
    return { ...result, wallMs: performance.now() - startedAt, cpuMs: (user + system) / 1_000 };
  };
  return { ready: url, work };
});

function heapMiB(): number {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed / 2 ** 20;
}
