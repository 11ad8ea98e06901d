import { FaultPlan, plain, waiting } from '../../../control/src/index.js';
import type { RowEvent } from './row-event.js';

const kinds = { duplicate: plain, late: waiting, lost: plain };

/** What goes wrong between the service and a receiver. */
export type DeliveryFaults = FaultPlan<typeof kinds>;

export const noDeliveryFaults = (): DeliveryFaults => FaultPlan.none();

/** Reads `{"duplicate": {"rate": 0.1, "seed": 7}, "late": {"ms": 500}, "lost": {"count": 1}}`. @throws ControlError in words */
export const readDeliveryFaults = (body: unknown): DeliveryFaults => FaultPlan.read(body, kinds);

/** When the copies of a message set out, in milliseconds from now: one, two, or none. */
export function departures(faults: DeliveryFaults, { table }: RowEvent): readonly number[] {
  const target = { method: 'POST', table: table.name };
  if (faults.strikes('lost', target)) return [];
  const copies = faults.strikes('duplicate', target) ? 2 : 1;
  return Array.from({ length: copies }, () => faults.strikes('late', target)?.ms ?? 0);
}
