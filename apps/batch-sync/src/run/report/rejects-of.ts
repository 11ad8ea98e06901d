import type { RunDatabase } from '../ledger/run.schema.js';
import type { RejectedRow } from '../sync-runs.js';

/** Rows of one delivery that were not accepted: of the last that was judged, when none is named. */
export async function rejectsOf(
  db: RunDatabase,
  integration: string,
  { delivery, limit }: { readonly delivery: string | undefined; readonly limit: number },
): Promise<RejectedRow[]> {
  const judged = db
    .selectFrom('deliveries')
    .select('id')
    .where('integration', '=', integration)
    .where('settled_at', 'is not', null);
  const chosen =
    delivery === undefined ? judged.orderBy('id', 'desc').limit(1) : judged.where('id', '=', delivery);
  const found = await db
    .selectFrom('rejects')
    .selectAll()
    .where('delivery', 'in', chosen)
    .orderBy('row_number')
    .limit(limit)
    .execute();
  return found.map(({ row_number, key, ...row }) => ({
    ...row,
    rowNumber: Number(row_number),
    key: key ?? undefined,
  }));
}
