import type { DeliveryReport } from '../../staging/delivery-report.js';
import type { RunDatabase, StageRow } from '../ledger/run.schema.js';
import { merged } from '../merged.js';
import type { NamedDelivery, SourceCounts } from '../run-report.js';

/** The deliveries of a run that were judged, in their order. */
export async function deliveriesOf(db: RunDatabase, stages: readonly StageRow[]): Promise<NamedDelivery[]> {
  const judged: NamedDelivery[] = [];
  for (const { delivery } of stages) {
    if (delivery === null) continue;
    const { name, report } = await deliveryRow(db, delivery);
    if (report) judged.push({ ...report, name });
  }
  return judged;
}

/** Reports with the names of their deliveries. */
export async function withNames(
  db: RunDatabase,
  reports: readonly DeliveryReport[],
): Promise<NamedDelivery[]> {
  const named: NamedDelivery[] = [];
  for (const report of reports)
    named.push({ ...report, name: (await deliveryRow(db, report.delivery)).name });
  return named;
}

const deliveryRow = (db: RunDatabase, id: string) =>
  db.selectFrom('deliveries').select(['name', 'report']).where('id', '=', id).executeTakeFirstOrThrow();

/** What the deliveries that were applied say together. */
export function sourceOf(deliveries: readonly NamedDelivery[]): SourceCounts {
  const applied = deliveries.filter(({ outcome }) => outcome.kind === 'applied');
  const sum = (name: Exclude<keyof SourceCounts, 'rejected'>) =>
    applied.reduce((all, delivery) => all + delivery[name], 0);
  return {
    read: sum('read'),
    rejected: merged(applied.map(({ rejected }) => rejected)),
    accepted: sum('accepted'),
    inserted: sum('inserted'),
    updated: sum('updated'),
    unchanged: sum('unchanged'),
    reactivated: sum('reactivated'),
    deactivated: sum('deactivated'),
    deferred: sum('deferred'),
    held: sum('held'),
  };
}
