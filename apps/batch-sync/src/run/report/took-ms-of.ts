import type { StageRow } from '../ledger/run.schema.js';
import { merged } from '../merged.js';
import type { Counts, NamedDelivery } from '../run-report.js';

/** How long the phases of the staging took, and the actions of the stages that are over. */
export const tookMsOf = (stages: readonly StageRow[], deliveries: readonly NamedDelivery[]): Counts =>
  merged([
    ...deliveries.map(({ tookMs }) => tookMs),
    ...stages.map(({ action, began_at, ended_at }) =>
      began_at ? { [action]: (ended_at ?? new Date()).getTime() - began_at.getTime() } : {},
    ),
  ]);
